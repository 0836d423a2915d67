"""A face as JSON that a person can review: sentences by name, times on the room's clock, what is absent left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from kiosk.room import face as f
from kiosk.room.explained import Explanation
from kiosk.room.intents import Intent
from kiosk.room.nearby import FindingRoom
from kiosk.room.staff_face import Finding
from tests.faces.times import Times


def tell(face: f.Face, times: Times) -> dict[str, Any]:
    """Everything of a face but what never changes."""
    teller = _Teller(times)
    return _present({
        "state": face.state.value,
        "minute": times.write(face.minute),
        "room": face.room,
        "plane": teller.plane(face.plane),
        "card": teller.card(face.card),
        "scale": teller.scale(face.scale) if face.scale else None,
        "sheet": teller.sheet(face.sheet) if face.sheet else None,
        "cover": teller.sheet(face.cover) if face.cover else None,
        "plate": teller.plate(face.plate) if face.plate else None,
        "alert": teller.said(face.alert) if face.alert else None,
        "hint_offline": face.hint_offline,
        "closing_in": face.closing_in,
        "booking_off": not face.booking_possible,
        "clock_wrong": face.clock_wrong,
        "easy_reach": face.easy_reach,
        "rest": teller.rest(face.rest),
    })  # fmt: skip


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], False)}


class _Teller:
    def __init__(self, times: Times) -> None:
        self._at = times.write

    def plate(self, plate: f.CodePlate) -> dict[str, Any]:
        return {
            "code": plate.code,
            "left": round(plate.left, 2),
            "renews": self.said(plate.renews),
            "steps": [f"{self.said(step)}: {self.said(more)}" for step, more in plate.steps],
            "facts": [f"{self.said(label)}: {self.said(value)}" for label, value in plate.facts],
            "link": plate.link,
        }

    def said(self, say: f.Say | f.Told | None) -> str | None:
        """ "LENGTH_THEN 79 min (SUBJECT 'Design review')"."""
        if say is None:
            return None
        if isinstance(say, f.Told):
            parts = [
                say.reason.value,
                say.reason.name,
                f"{say.room!r}" if say.room else "",
                f"who {say.who!r}" if say.who else "",
            ]
            to, number, what = None, None, say.what
        else:
            parts, to, number, what = [say.phrase.name], say.to, say.number, say.what
        parts += [
            self._at(say.at) if say.at else "",
            f"to {self._at(to)}" if to else "",
            "" if say.minutes is None else f"{say.minutes} min",
            "" if number is None else f"#{number}",
            f"{say.text!r}" if isinstance(say, f.Say) and say.text else "",
            f"({self.said(what)})" if what else "",
        ]
        return " ".join(part for part in parts if part)

    def rest(self, rest: f.Rest) -> str | None:
        """ "night, place 3: NIGHT_NEXT_DAY +1 08:30 'Aurora'"; nothing while the glass is near."""
        if rest.view is f.View.NEAR:
            return None
        line = f": {self.said(rest.line)}" if rest.line else ""
        return f"{rest.view.value}, place {rest.place}{line}"

    def _all(self, said: Iterable[f.Say]) -> list[str | None]:
        return [self.said(say) for say in said]

    def key(self, key: f.Key | None) -> str | None:
        """ "KEY_BOOK_UNTIL 10:11 [filled] Book 09:41 10:11"."""
        if key is None:
            return None
        marks = [key.place.name.lower(), "selected" if key.selected else "", "armed" if key.armed else ""]
        return (
            f"{self.said(key.say)} [{', '.join(mark for mark in marks if mark)}] {self._intent(key.intent)}"
        )

    def _intent(self, intent: Intent) -> str:
        values = [getattr(intent, field.name) for field in fields(intent)]
        told = [self._wished(v) for v in values if v not in (None, "")]
        return " ".join([type(intent).__name__, *told])

    def _wished(self, value: object) -> str:
        if isinstance(value, datetime):
            return self._at(value)
        if not isinstance(value, FindingRoom):
            return str(value)
        wishes = ((field.name, getattr(value, field.name)) for field in fields(value))
        return " ".join(f"{name} {self._wished(wish)}" for name, wish in wishes if wish)

    def plane(self, plane: f.Plane) -> dict[str, Any]:
        return _present({
            "word": self.said(plane.word),
            "tone": plane.tone.value,
            "until": self.said(plane.until),
            "subs": self._all(plane.subs),
            "hatched": plane.hatched,
            "doubtful": plane.doubtful,
            "instant": plane.instant,
        })  # fmt: skip

    def card(self, card: f.Card) -> dict[str, Any]:
        return _present({
            "title": self.said(card.title),
            "intro": self.said(card.intro),
            "told": self.said(card.told),
            "list_title": self.said(card.list_title),
            "lines": [self._line(line) for line in card.lines],
            "rows": [self._row(row) for row in card.rows],
            "steps": [self._step(step) for step in card.steps],
            "checks": [self._step(step) for step in card.checks],
            "ring": f"{card.ring.left:.2f} {self.said(card.ring.say)}" if card.ring else None,
            "note": self.said(card.note),
            "caption": self.said(card.caption),
            "keys": [self.key(key) for key in card.keys],
            "footer": self.said(card.footer),
            "code": card.code,
        })  # fmt: skip

    def _line(self, line: f.AgendaLine) -> str:
        return " ".join(part for part in (self._at(line.at) if line.at else "-", self.said(line.say)) if part)

    def _row(self, row: f.Row) -> str:
        parts = (self.said(row.label), self.said(row.value), self.key(row.key))
        return ": ".join(part for part in parts if part)

    def _step(self, step: f.Step) -> str:
        detail = f", {self.said(step.detail)}" if step.detail else ""
        return f"{step.mark.name.lower()}: {self.said(step.say)}{detail}"

    def scale(self, scale: f.Scale) -> dict[str, Any]:
        def at(part: float) -> str:
            near = scale.begin + part * (scale.end - scale.begin)
            return self._at(_nearest_minute(near))

        def bar(bar: f.Bar) -> str:
            words = [f"{at(bar.begin)}-{at(bar.end)}", bar.kind.name.lower()]
            words += [f"lane {bar.lane}"] if bar.lane else []
            words += [f"elapsed to {at(bar.elapsed)}"] if bar.kind is f.BarKind.RUNNING else []
            words += [f"{self.said(bar.say)}"] if bar.say else []
            words += [f"| {bar.who}"] if bar.who else []
            return " ".join(words)

        return _present({
            "range": f"{self._at(scale.begin)} to {self._at(scale.end)}",
            "ticks": " ".join(
                self._at(tick.at).removesuffix(":00") + ("!" if tick.repeated else "") for tick in scale.ticks
            ),
            "bars": [bar(b) for b in scale.bars],
            "needle": None if scale.needle is None else at(scale.needle),
        })  # fmt: skip

    def sheet(self, sheet: f.Sheet | f.Cover) -> dict[str, Any]:
        """All fields by their names; which sheet it is first."""
        told: dict[str, Any] = {"is": type(sheet).__name__}
        for field in fields(sheet):
            told[field.name] = self._any(getattr(sheet, field.name))
        return _present(told)

    def _room(self, room: f.RoomOffer) -> str:
        parts = [
            room.name, self.said(room.free), f"floor {room.floor}" if room.floor else "",
            "" if room.seats is None else f"{room.seats} seats", " ".join(room.equipment), self.said(room.way),
            self.key(room.book),
        ]  # fmt: skip
        return "; ".join(part for part in parts if part)

    def _any(self, value: object) -> Any:  # noqa: PLR0911 - a table
        match value:
            case f.Say() | f.Told():
                return self.said(value)
            case f.Key():
                return self.key(value)
            case Finding(health, label, value_of):
                return f"{health.value}: {self.said(label)}: {self.said(value_of)}"
            case Explanation():
                return f"{value.title}: {value.sentence} {value.remedy} [{value.details}]"
            case f.Scale():
                return self.scale(value)
            case f.RoomOffer():
                return self._room(value)
            case datetime():
                return self._at(value)
            case tuple():
                return [self._any(part) for part in value]
            case Enum():
                return value.name
            case bool() | None:
                return value
            case _:
                return str(value)


def _nearest_minute(at: datetime) -> datetime:
    """A fraction of a day is rounded to five digits: about half a second."""
    half = at + timedelta(seconds=30)
    return half.replace(second=0, microsecond=0)
