"""What people may ask the hub, over HTTP: each question is one person's, who showed a certificate, and may be refused by their role."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.config.problems import ConfigProblem
from kiosk.hub import admitting, pictures, registry, rollouts, shown, trailing
from kiosk.hub.admitting import Application, NotAdmitted
from kiosk.hub.authority import Authority
from kiosk.hub.fleet import Change, Fleet, Who
from kiosk.hub.knocking import Gate, Stranger
from kiosk.hub.registry import Display, Taken, Unknown
from kiosk.hub.roles import Act, Person
from kiosk.hub.rollouts import NotNow
from kiosk.serving import body

LONGEST = 1024 * 1024
PAGE_MOST = 500
"""Displays in one answer."""
SOAK_MOST = 7 * 24 * 3600
WORDS = {
    "identify": Act.IDENTIFY, "sync": Act.IDENTIFY, "report": Act.IDENTIFY, "restart": Act.RESTART, "log": Act.LOG,
}  # fmt: skip
"""What displays can be asked, and who may ask it."""
T = TypeVar("T")


class Wrong(Exception):
    """The question is none. The text says what is missing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `at`: the parts of its path that differ; `query`, `said`: what came with it."""

    person: Person
    who: Who
    at: Mapping[str, str]
    query: Mapping[str, str]
    said: Mapping[str, Any]

    def text(self, key: str, default: str | None = None) -> str:
        found = self.said.get(key, default)
        if not isinstance(found, str):
            raise Wrong(f"{key} is missing, or no text.")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.said.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise Wrong(f"{key} is no list of texts.")
        return tuple(found)


Answer = Callable[[Asked], Any]


@dataclass(frozen=True, slots=True)
class Api:
    fleet: Fleet
    gate: Gate
    authority: Authority
    """That vouches for displays."""
    relay: Mapping[str, Any] | None = None
    """What a display is handed so that it asks this hub in Exchange's stead; None: it asks Exchange itself."""

    def routes(self) -> list[Route]:
        told: list[tuple[str, str, Act, Answer]] = [
            ("GET", "/v1/me", Act.LOOK, self._me),
            ("GET", "/v1/displays", Act.LOOK, self._displays),
            ("POST", "/v1/displays", Act.ADMIT, self._admit),
            ("GET", "/v1/displays/{name}", Act.LOOK, self._display),
            ("PATCH", "/v1/displays/{name}", Act.PUSH, self._change),
            ("POST", "/v1/displays/{name}/revoke", Act.REVOKE, self._revoke),
            ("GET", "/v1/layers", Act.LOOK, self._layers),
            ("POST", "/v1/pictures", Act.PUSH, self._picture),
            ("POST", "/v1/preview", Act.PUSH, self._preview),
            ("POST", "/v1/pushes", Act.PUSH, self._push),
            ("GET", "/v1/rollouts", Act.LOOK, self._rollouts),
            ("GET", "/v1/rollouts/{number:int}", Act.LOOK, self._rollout),
            ("POST", "/v1/rollouts/{number:int}/{verb}", Act.PUSH, self._turn),
            ("POST", "/v1/commands", Act.IDENTIFY, self._command),
            ("POST", "/v1/answers", Act.IDENTIFY, self._answers),
            ("GET", "/v1/audit", Act.AUDIT, self._audit),
        ]
        return [self._route(*one) for one in told]

    def _route(self, method: str, path: str, act: Act, answer: Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            said = await body(request, LONGEST)
            if said is None:
                return _error(413, "Far too long.")
            return await run_in_threadpool(self._answered, request, said, act, answer)

        return Route(path, endpoint, methods=[method])

    def _answered(self, request: Request, said: bytes, act: Act, answer: Answer) -> Response:
        try:
            read = json.loads(said) if said else {}
        except (ValueError, RecursionError):
            return _error(400, "That is no JSON.")
        try:
            with self.fleet.store.reading() as on:
                person = self.gate.person(on, request.state.shown, self.fleet.clock.now())
        except Stranger:
            return _error(401, "Nobody with this certificate is known here, or not any more.")
        if not person.may(act):
            return _error(403, f"{person.name} is {person.role.value}, which is not enough for this.")
        source = request.client.host if request.client is not None else ""
        who = Who(person.name, source, person.site)
        try:
            if not isinstance(read, dict):
                raise Wrong("That is no question.")
            parts = {key: str(value) for key, value in request.path_params.items()}
            return JSONResponse(answer(Asked(person, who, parts, dict(request.query_params), read)))
        except ConfigProblem as problem:
            return _error(422, *problem.lines)
        except (Wrong, NotAdmitted, ValueError) as wrong:
            return _error(400, str(wrong))
        except Unknown as unknown:
            return _error(404, str(unknown))
        except (NotNow, Taken) as not_now:
            return _error(409, str(not_now))
        except PermissionError as refused:
            return _error(403, str(refused))

    # --- displays

    def _me(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        return {"name": asked.person.name, "role": asked.person.role.value, "site": asked.person.site}

    def _displays(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        """In the order of their names. Whoever got as many as `limit` asks for those after the last one."""
        query = asked.query
        limit = query.get("limit", str(PAGE_MOST))
        if not limit.isascii() or not limit.isdecimal() or not 0 < int(limit[:6]) <= PAGE_MOST:
            raise Wrong(f"limit is no number from 1 to {PAGE_MOST}.")
        with self.fleet.store.reading() as on:
            names, after, revoked = query.get("to", "all"), query.get("after", ""), bool(query.get("revoked"))
            found = registry.page(on, names, after, int(limit), site=asked.who.site, revoked=revoked)
        return [shown.display(one) for one in found]

    def _one(self, asked: Asked) -> Display:
        with self.fleet.store.reading() as on:
            return registry.meant(on, asked.at["name"], site=asked.who.site)[0][0]

    def _display(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        return shown.whole(self._one(asked))

    def _admit(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        try:
            key = base64.b64decode(asked.text("key"), validate=True)
        except binascii.Error:
            raise Wrong("key is no base64.") from None
        wanted = Application(
            key, asked.text("room"), asked.text("site", ""), asked.texts("groups"), asked.text("name", "")
        )
        if not asked.person.may(Act.ADMIT, wanted.site or asked.person.site):
            raise PermissionError(f"{asked.person.name} may connect displays of {asked.person.site} only.")
        made = admitting.admit(self.fleet, self.authority, asked.person, asked.who, wanted)
        return {
            "id": made.id,
            "certificate": made.certificate,
            "authority": made.authority,
            "trust": made.trust,
            "relay": self.relay,
        }

    def _change(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        """Where it stands: its site and groups. What it shall be follows from that, and is sent."""
        one = self._one(asked)
        told: dict[str, Any] = {}
        if "site" in asked.said:
            told["site"] = asked.text("site")
        if "groups" in asked.said:
            told["groups"] = list(asked.texts("groups"))
        if asked.who.site and told.get("site", asked.who.site) != asked.who.site:
            raise PermissionError(f"{asked.person.name} may change displays of {asked.who.site} only.")
        admitting.look_at(Application(b"", one.room, told.get("site", ""), told.get("groups", ())))
        with self.fleet.store.begin() as on:
            registry.change(on, one.id, **told)
            trailing.note(on, self.fleet.clock.now(), asked.who.name, asked.who.source, "place", {"display": one.id, **told})  # fmt: skip
        self.fleet.ensure(one.id)
        return shown.whole(self._one(asked))

    def _revoke(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        one = self._one(asked)
        admitting.revoke(self.fleet, asked.who, one, asked.text("reason", ""))
        return {"id": one.id}

    # --- configuration

    def _layers(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        with self.fleet.store.reading() as on:
            found = registry.all_layers(on)
        wanted = asked.query.get("layer")
        return {str(layer): told for layer, told in sorted(found.items()) if wanted in (None, str(layer))}

    def _wanted(self, asked: Asked) -> Change:
        tables, soak = asked.said.get("tables"), asked.said.get("soak_seconds")
        at_once = asked.said.get("at_once")
        if not isinstance(tables, dict) or not (at_once is None or isinstance(at_once, bool)):
            raise Wrong("tables is missing, or no table.")
        if soak is not None and (not isinstance(soak, int) or not 0 <= soak <= SOAK_MOST):
            raise Wrong("soak_seconds is no number of seconds within a week.")
        given = {} if soak is None else {"soak": timedelta(seconds=soak)}
        reason = asked.text("reason", "")
        return Change(asked.text("to"), tables, asked.texts("drop"), reason, at_once, **given)

    def _picture(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        """One that a push will name."""
        with self.fleet.store.begin() as on:
            picture, gone = pictures.keep(on, asked.text("content"), self.fleet.clock.now())
        for digest in gone:
            self.fleet.line.picture(digest, b"")
        pictures.publish(self.fleet.store, self.fleet.line, picture.digest)
        return {"name": str(picture)}

    def _preview(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        found = self.fleet.preview(asked.who, self._wanted(asked))
        return [{"id": one.id, "name": one.name, "diff": lines} for one, lines in found]

    def _push(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        wanted = self._wanted(asked)
        with self.fleet.store.reading() as on:
            if wrong := pictures.missing(on, wanted.tables):
                raise ConfigProblem(wrong)
        return self._told(self.fleet.push(asked.who, wanted).id)

    def _rollouts(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        del asked
        with self.fleet.store.reading() as on:
            return [shown.rollout(one, rollouts.counts(on, one)) for one in rollouts.latest(on)]

    def _rollout(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        return self._told(int(asked.at["number"]), displays=True)

    def _turn(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        number, reason = int(asked.at["number"]), asked.text("reason", "")
        match asked.at["verb"]:
            case "pause":
                self.fleet.pause(asked.who, number)
            case "resume":
                self.fleet.resume(asked.who, number)
            case "rollback":
                self.fleet.roll_back(asked.who, number, reason)
            case "approve":
                if not asked.person.may(Act.APPROVE):
                    raise PermissionError("Only an admin can agree to it.")
                self.fleet.approve(asked.who, number)
            case verb:
                raise Wrong(f"{verb!r} is nothing that can be done to a roll-out.")
        return self._told(number)

    def _told(self, number: int, *, displays: bool = False) -> dict[str, Any]:
        with self.fleet.store.reading() as on:
            one = rollouts.found(on, number)
            told = shown.rollout(one, rollouts.counts(on, one))
            if displays:
                told["displays"] = [
                    {**shown.display(each), "wave": wave} for each, wave in rollouts.outcome(on, one)
                ]
        return told

    # --- commands, and the trail

    def _command(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        word = asked.text("do")
        if word not in WORDS:
            raise Wrong(f"{word!r} is nothing that displays can be asked: {', '.join(WORDS)}.")
        if not asked.person.may(WORDS[word]):
            raise PermissionError(
                f"{asked.person.name} is {asked.person.role.value}, which is not enough for this."
            )
        with self.fleet.store.reading() as on:
            those = registry.meant(on, asked.text("to"), site=asked.who.site)[0]
        numbers = self.fleet.ask(asked.who, those, word)
        if not numbers:
            raise NotNow("The broker is not reached. Try again in a moment.")
        return {one.id: {"name": one.name, "number": numbers[one.id]} for one in those}

    def _answers(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        return self.fleet.answered(asked.texts("numbers"))

    def _audit(self, asked: Asked) -> Any:  # noqa: ANN401 - JSON
        after, most = int(asked.query.get("after", "0")), int(asked.query.get("most", "1000"))
        with self.fleet.store.reading() as on:
            return [json.loads(one.line()) for one in trailing.entries(on, after, min(most, trailing.PAGE))]


def _error(status: int, *lines: str) -> Response:
    return JSONResponse({"error": list(lines)}, status)
