"""An open sheet in words and rows: what stands on it, and which keys it has where. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from kiosk.room.face import (
    AnswerSheet,
    BlockSheet,
    CodeSheet,
    DayViewSheet,
    DetailsSheet,
    DiagnosticsSheet,
    Face,
    FindRoomSheet,
    Key,
    MenuSheet,
    PickTimeSheet,
    PinSheet,
    ReportSheet,
    RoomOffer,
    Say,
    Scale,
)
from kiosk.room.phrases import Phrase
from kiosk.ui.agenda_model import BarRow, KeyRow, RoomRow, TickRow
from kiosk.ui.glass_plane import EQUIPMENT, needle
from kiosk.ui.text import Words


@dataclass(frozen=True, slots=True)
class SheetView:
    """The open sheet in words; `kind` is "" while there is none, `start` and `span` are "" on a day without free time."""

    kind: str = ""
    title: str = ""
    day: str = ""
    start: str = ""
    span: str = ""
    limit: str = ""
    notice: str = ""
    notes: tuple[str, ...] = ()
    for_somebody: bool = False
    misspelt: bool = False
    """Nothing was booked, because of the address."""
    moving: bool = False
    meeting: str = ""
    when: str = ""
    who: str = ""
    needle: float = -1.0


def sheet_parts(  # noqa: PLR0911 - a table
    face: Face, words: Words
) -> tuple[SheetView, Scale | None, dict[str, tuple[Key | None, ...]]]:
    """The open sheet's words, its scale, and its keys by their place."""
    sheet = face.sheet
    match sheet:
        case None:
            return SheetView(), None, {}
        case PickTimeSheet():
            view = _pick_view(sheet, words)
            return view, sheet.scale, _pick_keys(sheet)
        case DayViewSheet():
            view = SheetView(
                "day",
                words.say(sheet.title),
                words.long_date(sheet.scale.begin),
                notes=tuple("" if note.phrase is Phrase.ALL_DAY else words.say(note) for note in sheet.notes),
                needle=needle(sheet.scale),
            )
            days = (sheet.previous_day, sheet.next_day)
            return view, sheet.scale, {
                "days": days, "close": (sheet.close,), "free": sheet.free, "blocks": sheet.blocks,
            }  # fmt: skip
        case BlockSheet():
            return _block_view(sheet, words), None, {
                "menu": sheet.keys, "book": (sheet.filled,), "close": (sheet.close,),
            }  # fmt: skip
        case DetailsSheet():
            return (
                SheetView("details", words.say(sheet.title)),
                None,
                {"book": (sheet.save,), "close": (sheet.close,)},
            )
        case MenuSheet():
            return (
                SheetView("menu", words.say(sheet.title)),
                None,
                {"menu": sheet.keys, "close": (sheet.close,)},
            )
        case FindRoomSheet():
            notes = tuple(words.say(told) for told in sheet.told)
            day = words.say(sheet.told[0] if sheet.told and sheet.rooms else sheet.span)
            view = SheetView("rooms", words.say(sheet.title), day, notes=notes)
            return view, None, {"filters": sheet.filters, "book": sheet.keys, "close": (sheet.close,)}
        case ReportSheet():
            hint = words.told(sheet.misspelt)[0] if sheet.misspelt else words.say(sheet.hint)
            view = SheetView(
                "report", words.say(sheet.title), words.say(sheet.intro), notes=(hint,),
                misspelt=sheet.misspelt is not None,
            )  # fmt: skip
            return view, None, {"menu": sheet.tiles, "book": (sheet.send,), "close": (sheet.close,)}
        case AnswerSheet():
            view = SheetView("answer", words.say(sheet.title), words.say(sheet.text))
            return view, None, {"book": (sheet.done,), "close": (sheet.close,)}
        case CodeSheet():
            view = SheetView("code", words.say(sheet.title), notes=(words.say(sheet.hint),))
            return view, None, {"close": (sheet.close,)}
        case PinSheet() | DiagnosticsSheet():
            return _staff_parts(sheet, words)
        case _:
            assert_never(sheet)


def _staff_parts(
    sheet: PinSheet | DiagnosticsSheet, words: Words
) -> tuple[SheetView, Scale | None, dict[str, tuple[Key | None, ...]]]:
    """Their first note is what became of what staff did last."""
    title, intro, told = words.say(sheet.title), words.say(sheet.intro), words.say(sheet.told)
    match sheet:
        case PinSheet():
            view = SheetView("pin", title, intro, notes=(told, words.say(sheet.note)))
            return view, None, {"close": (sheet.close,)}
        case DiagnosticsSheet():
            view = SheetView("diagnostics", title, intro, notes=(told,))
            return view, None, {"menu": sheet.keys, "close": (sheet.close,)}


def room_row(room: RoomOffer, key: KeyRow | None, words: Words) -> RoomRow:
    """A room in words. What stands beside the seats is the floor, where it is another one, and the way."""
    way = [words.floor(room.floor) if room.floor else "", words.say(room.way)]
    seats = "" if room.seats is None else words.number(room.seats)
    told = [room.name, words.say(room.free), words.seats(room.seats), *way]
    row = RoomRow(
        room.name, words.say(room.free), seats, " ".join(EQUIPMENT[thing] for thing in room.equipment if thing in EQUIPMENT),
        "  ·  ".join(part for part in way if part), ", ".join(part for part in told if part),
    )  # fmt: skip
    if key is None:
        return row
    return replace(row, ident=key.ident, key=key.label, under=key.under, keyName=key.name)


def _block_view(sheet: BlockSheet, words: Words) -> SheetView:
    return SheetView(
        "block",
        words.say(sheet.title),
        notes=(words.say(sheet.note),),
        meeting=words.say(sheet.subject),
        when=words.say(sheet.when),
        who=sheet.who,
    )


def _pick_view(sheet: PickTimeSheet, words: Words) -> SheetView:
    view = SheetView(
        "pick",
        words.say(Say(Phrase.MOVE_BOOKING if sheet.moving else Phrase.PICK_A_TIME)),
        words.say(sheet.title),
        notice=words.told(sheet.misspelt)[0] if sheet.misspelt else words.say(sheet.notice),
        for_somebody=sheet.for_somebody,
        misspelt=sheet.misspelt is not None,
        moving=sheet.moving,
        needle=needle(sheet.scale),
    )
    if not sheet.lengths:
        return view
    return replace(
        view,
        start=words.time(sheet.start),
        span=words.say(Say(Phrase.FROM_TO, at=sheet.start, to=sheet.end)),
        limit=words.say(Say(Phrase.UP_TO, at=sheet.limit)) if sheet.limit else "",
    )


def spaced(bars: list[BarRow]) -> list[BarRow]:
    """Each bar told how much room its words have, as far as the next one in its lane. Nobody is named twice."""
    return [
        replace(
            bar,
            who="" if bar.who == bar.words else bar.who,
            room=min((b.begin for b in bars if b.begin >= bar.end and _in_the_way(bar, b)), default=1.0),
        )
        for bar in bars
    ]


def _in_the_way(bar: BarRow, other: BarRow) -> bool:
    return bar is not other and (bar.lane == other.lane or 0 in {bar.lane, other.lane})


def hour_rows(scale: Scale | None, words: Words) -> list[TickRow]:
    """The hours of the day view, written in full: "08:00"."""
    if scale is None:
        return []
    return [
        TickRow(tick.position, words.time(tick.at, short=True) + ("ᵇ" if tick.repeated else ""))
        for tick in scale.ticks
    ]


def _pick_keys(sheet: PickTimeSheet) -> dict[str, tuple[Key | None, ...]]:
    return {
        "earlier": (sheet.earlier,),
        "later": (sheet.later,),
        "lengths": sheet.lengths,
        "book": (sheet.book,),
        "days": (sheet.previous_day, sheet.next_day),
        "close": (sheet.close,),
    }
