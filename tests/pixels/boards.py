"""Faces by hand for the boards of the design: Aurora, Tuesday 13 October 2026, the same meetings everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.room import intents
from kiosk.room.face import (
    AgendaLine,
    AnswerSheet,
    Bar,
    BarKind,
    BlockSheet,
    Card,
    DayViewSheet,
    DetailsSheet,
    Face,
    Icon,
    Key,
    Mark,
    MenuSheet,
    PickTimeSheet,
    Place,
    Plane,
    ReportSheet,
    Rest,
    Ring,
    Row,
    Say,
    Scale,
    State,
    Step,
    Tick,
    Told,
    Tone,
    View,
)
from kiosk.room.model import Facts, PromiseId, Settings
from kiosk.room.pairing import Pairing, Stage
from kiosk.room.phrases import Phrase
from kiosk.room.project import project
from kiosk.room.reasons import Reason
from kiosk.room.reports import Category

ZONE = "Europe/Berlin"
DAY = date(2026, 10, 13)
OURS = PromiseId("p1")


def at(text: str, seconds: int = 0) -> datetime:
    """ "09:41" on the day of the boards, as aware UTC."""
    hour, minute = map(int, text.split(":"))
    local = datetime(DAY.year, DAY.month, DAY.day, hour, minute, seconds, tzinfo=ZoneInfo(ZONE))
    return local.astimezone(UTC)


MEETINGS = (
    ("08:30", "09:15", "Weekly planning", "Priya Nair"),
    ("11:00", "11:45", "Design review", "Mina Okafor"),
    ("12:00", "13:00", "Supplier call", "Jonas Weber"),
    ("14:00", "15:00", "", ""),
    ("16:00", "17:00", "Sprint retro", "Team Delta"),
)


def named(subject: str) -> Say:
    return Say(Phrase.SUBJECT, text=subject) if subject else Say(Phrase.PRIVATE_MEETING)


def scale(now: str, *more: tuple[str, str, BarKind], first: int = 8) -> Scale:
    begin, end = at(f"{first:02}:00"), at("18:00")

    def part(moment: datetime) -> float:
        return (moment - begin) / (end - begin)

    def bar(start: str, stop: str, kind: BarKind | None, subject: str = "", who: str = "") -> Bar:
        if kind is None:
            past, running = at(stop) <= at(now), at(start) <= at(now)
            kind = BarKind.PAST if past else BarKind.RUNNING if running else BarKind.TAKEN
        return Bar(
            part(max(at(start), begin)), part(at(stop)), kind, elapsed=part(at(now)), say=named(subject),
            at=at(start), to=at(stop), who=who, private=not subject,
        )  # fmt: skip

    bars = [bar(a, b, None, subject, who) for a, b, subject, who in MEETINGS if at(b) > begin]
    bars += [bar(a, b, kind) for a, b, kind in more]
    hours = range(first, 19)
    ticks = tuple(Tick(part(at(f"{hour:02}:00")), at(f"{hour:02}:00")) for hour in hours)
    return Scale(begin, end, ticks, tuple(bars), part(at(now)))


def line(time: str, subject: str) -> AgendaLine:
    return AgendaLine(at(time), named(subject))


def free_line(time: str, minutes: int) -> AgendaLine:
    return AgendaLine(at(time), Say(Phrase.FREE_FOR, minutes=minutes), free=True)


MORE = Key(Say(Phrase.KEY_MORE), intents.OpenMenu(), Place.HEADER, icon=Icon.MORE)
CLOSE = Key(Say(Phrase.KEY_CLOSE), intents.Close(), Place.HEADER, icon=Icon.CLOSE)
PICK = Key(Say(Phrase.KEY_PICK_TIME), intents.OpenPickTime())
LATER_TODAY = (line("11:00", "Design review"), line("12:00", "Supplier call"), line("14:00", ""))


def length(minutes: int, chosen: int = 30) -> Key:
    return Key(
        Say(Phrase.KEY_MINUTES, minutes=minutes), intents.SelectLength(minutes), selected=minutes == chosen
    )


def until_key(time: str) -> Key:
    return Key(Say(Phrase.KEY_UNTIL, at=at(time)), intents.SelectLength(None))


def wide(phrase: Phrase, intent: intents.Intent, time: str | None = None, icon: Icon = Icon.NONE) -> Key:
    return Key(Say(phrase, at=at(time) if time else None), intent, Place.WIDE, icon=icon)


def filled(phrase: Phrase, intent: intents.Intent, time: str | None = None) -> Key:
    return Key(Say(phrase, at=at(time) if time else None), intent, Place.FILLED)


def base(state: State, now: str, plane: Plane, card: Card) -> Face:
    keys = (*card.keys, MORE) if card.header else card.keys
    return Face(
        state, at(now), ZONE, "Aurora", place=("display", "camera", "whiteboard"), floor="3", seats=8,
        plane=plane, card=replace(card, keys=keys), scale=scale(now),
    )  # fmt: skip


def until(time: str) -> Say:
    return Say(Phrase.UNTIL, at=at(time))


def free() -> Face:
    then = Say(Phrase.LENGTH_THEN, minutes=79, what=named("Design review"))
    book = filled(Phrase.KEY_BOOK_UNTIL, intents.Book(at("09:41"), at("10:11")), "10:11")
    card = Card(
        list_title=Say(Phrase.LATER_TODAY), lines=LATER_TODAY, caption=Say(Phrase.BOOK_NOW),
        keys=(*map(length, (15, 30, 45, 60)), until_key("11:00"), PICK, book),
    )  # fmt: skip
    face = base(State.FREE, "09:41", Plane(Tone.FREE, Say(Phrase.FREE), until("11:00"), (then,)), card)
    return replace(face, scale=scale("09:41", ("09:41", "10:11", BarKind.SELECTED)))


def busy_here() -> Face:
    who = Say(Phrase.WHO_LEFT, text="Lena Fischer", minutes=13)
    lines = (
        free_line("10:11", 49), line("11:00", "Design review"), line("12:00", "Supplier call"), free_line("13:00", 60),
    )  # fmt: skip
    keys = (
        Key(Say(Phrase.KEY_EXTEND, minutes=15), intents.Extend(OURS, at("10:26"))),
        Key(Say(Phrase.KEY_EXTEND, minutes=30), intents.Extend(OURS, at("10:41"))),
        Key(Say(Phrase.KEY_END_NOW), intents.Arm(OURS), icon=Icon.STOP),
    )
    card = Card(list_title=Say(Phrase.NEXT), lines=lines, caption=Say(Phrase.BOOKED_AT_DISPLAY), keys=keys)
    plane = Plane(Tone.BUSY, Say(Phrase.BUSY), until("10:11"), (named("Quick sync"), who))
    face = base(State.BUSY, "09:58", plane, card)
    return replace(face, scale=scale("09:58", ("09:41", "10:11", BarKind.RUNNING)))


def armed() -> Face:
    face = busy_here()
    end = Key(
        Say(Phrase.KEY_TAP_AGAIN, what=Say(Phrase.KEY_END_NOW)),
        intents.Withdraw(OURS),
        armed=True,
        icon=Icon.STOP,
    )
    keys = tuple(end if key.say.phrase is Phrase.KEY_END_NOW else key for key in face.card.keys)
    return replace(face, card=replace(face.card, keys=keys))


def busy_outlook() -> Face:
    who = Say(Phrase.WHO_LEFT, text="Mina Okafor", minutes=33)
    lines = (
        free_line("11:45", 15),
        line("12:00", "Supplier call"),
        free_line("13:00", 60),
        line("14:00", ""),
    )
    card = Card(
        list_title=Say(Phrase.NEXT), lines=lines, note=Say(Phrase.BOOKED_IN_OUTLOOK),
        keys=(filled(Phrase.KEY_BOOK_FROM, intents.OpenPickTime(at("13:00")), "13:00"),),
    )  # fmt: skip
    plane = Plane(Tone.BUSY, Say(Phrase.BUSY), until("11:45"), (named("Design review"), who))
    return base(State.BUSY, "11:12", plane, card)


def soon() -> Face:
    subs = (
        Say(Phrase.STARTING_SOON, what=named("Design review")),
        Say(Phrase.WHO_FROM_TO, text="Mina Okafor", at=at("11:00"), to=at("11:45")),
    )
    lines = (line("11:00", "Design review"), free_line("11:45", 15), line("12:00", "Supplier call"))
    card = Card(list_title=Say(Phrase.NEXT), lines=lines, keys=(replace(PICK, place=Place.WIDE),))
    plane = Plane(Tone.SOON, Say(Phrase.FREE), Say(Phrase.FOR_MINUTES, minutes=8), subs)
    return base(State.SOON, "10:52", plane, card)


def holding() -> Face:
    steps = (
        Step(Mark.DONE, Say(Phrase.REQUEST_SENT), Say(Phrase.AT_TIME_SECONDS, at=at("09:41", 6))),
        Step(Mark.RUNNING, Say(Phrase.EXCHANGE_CHECKING), Say(Phrase.SECONDS_SO_FAR, number=3)),
        Step(Mark.OPEN, Say(Phrase.CONFIRMED)),
    )
    card = Card(
        title=Say(Phrase.BOOKING_ROOM, text="Aurora"),
        intro=Say(Phrase.FROM_TO_LENGTH, at=at("09:41"), to=at("10:11"), minutes=30),
        steps=steps, note=Say(Phrase.YOU_CAN_WAIT), keys=(wide(Phrase.KEY_CANCEL_REQUEST, intents.Withdraw(OURS)),),
    )  # fmt: skip
    subs = (Say(Phrase.WAITING_FOR_CALENDAR), Say(Phrase.USUALLY_SECONDS))
    face = base(
        State.HOLDING,
        "09:41",
        Plane(Tone.HOLD, Say(Phrase.HOLDING), until("10:11"), subs, instant=True),
        card,
    )
    return replace(face, scale=scale("09:41", ("09:41", "10:11", BarKind.SELECTED)))


def yours() -> Face:
    rows = (
        Row(Say(Phrase.LABEL_ROOM), Say(Phrase.ROOM_AND_FLOOR, text="Aurora, 3")),
        Row(Say(Phrase.LABEL_TIME), Say(Phrase.FROM_TO, at=at("09:41"), to=at("10:11"))),
        Row(Say(Phrase.LABEL_CHANGE), Say(Phrase.CHANGE_HERE)),
    )
    keys = (
        wide(Phrase.KEY_ADD_NAME, intents.OpenDetails(OURS), icon=Icon.PENCIL),
        Key(Say(Phrase.KEY_UNDO), intents.Withdraw(OURS), Place.PAIR),
        filled(Phrase.KEY_DONE, intents.Done(OURS)),
    )
    card = Card(
        header=False, title=Say(Phrase.BOOKED), title_icon=Icon.CHECK,
        intro=Say(Phrase.ACCEPTED_AT, at=at("09:41", 9)), rows=rows, keys=keys,
    )  # fmt: skip
    subs = (Say(Phrase.BOOKED_HERE), Say(Phrase.LENGTH_FROM_NOW, minutes=30))
    face = base(State.BUSY, "09:41", Plane(Tone.YOURS, Say(Phrase.YOURS), until("10:11"), subs), card)
    alert = Say(Phrase.BOOKED, at=at("09:41"), to=at("10:11"))
    return replace(face, scale=scale("09:41", ("09:41", "10:11", BarKind.RUNNING)), alert=alert)


def conflict() -> Face:
    offer = Key(
        Say(Phrase.KEY_BOOK, at=at("10:30"), to=at("11:00")),
        intents.Book(at("10:30"), at("11:00")),
        Place.ROW,
    )
    told = Told(Reason.SLOT_TAKEN, "Aurora")
    card = Card(
        header=False, told=told, title_icon=Icon.PEOPLE, list_title=Say(Phrase.INSTEAD_FOR, minutes=30),
        rows=(Row(Say(Phrase.ROOM_AND_FLOOR, text="Aurora"), Say(Phrase.FROM_TIME, at=at("10:30")), offer),),
        keys=(replace(PICK, place=Place.WIDE), filled(Phrase.KEY_OK, intents.Dismiss())), code="E-409",
    )  # fmt: skip
    subs = (Say(Phrase.NEW_BOOKING_AGO, minutes=1), Say(Phrase.LEFT, minutes=49))
    face = base(State.BUSY, "09:41", Plane(Tone.BUSY, Say(Phrase.BUSY), until("10:30"), subs), card)
    return replace(face, scale=scale("09:41", ("09:40", "10:30", BarKind.RUNNING)), alert=told)


def offline_checks() -> tuple[Step, ...]:
    return (
        Step(Mark.DONE, Say(Phrase.PLAN_AS_OF, at=at("09:41"))),
        Step(Mark.DONE, Say(Phrase.CAN_HOLD)),
        Step(Mark.NOT_POSSIBLE, Say(Phrase.NO_OTHER_ROOMS)),
    )


def offline_free() -> Face:
    hold = filled(Phrase.KEY_HOLD_UNTIL, intents.Book(at("10:26"), at("10:56")), "10:56")
    card = Card(
        list_title=Say(Phrase.WHILE_OFFLINE), checks=offline_checks(), caption=Say(Phrase.HOLD_PROVISIONALLY),
        keys=(length(15), length(30), until_key("11:00"), hold), footer=Say(Phrase.SENT_WHEN_ONLINE),
    )  # fmt: skip
    subs = (Say(Phrase.OFFLINE_SINCE, at=at("09:41")), Say(Phrase.AGO_MAY_MISS, minutes=45))
    plane = Plane(Tone.OFFLINE, Say(Phrase.FREE_DOUBT), until("11:00"), subs, hatched=True, doubtful=True)
    return replace(
        base(State.UNKNOWN, "10:26", plane, card), scale=scale("10:26", ("10:26", "10:56", BarKind.SELECTED))
    )


def held() -> Face:
    steps = (
        Step(Mark.DONE, Say(Phrase.HELD_ON_DISPLAY), Say(Phrase.AT_TIME, at=at("10:26"))),
        Step(Mark.RUNNING, Say(Phrase.TRYING_AGAIN_IN, number=12), Say(Phrase.ATTEMPT, number=9)),
        Step(Mark.OPEN, Say(Phrase.ACCEPTED_BY_EXCHANGE)),
    )
    card = Card(
        title=Say(Phrase.WAITING_FOR_NETWORK), intro=Say(Phrase.HOLD_IS_STORED), steps=steps,
        keys=(wide(Phrase.KEY_END_HOLD, intents.Arm(OURS)),),
    )  # fmt: skip
    subs = (Say(Phrase.PROVISIONAL), Say(Phrase.HOLD_CODE_SINCE, text="H-27", at=at("09:43")))
    plane = Plane(
        Tone.OFFLINE, Say(Phrase.HELD), until("10:56"), subs, hatched=True, doubtful=True, instant=True
    )
    return replace(
        base(State.HELD, "10:31", plane, card), scale=scale("10:31", ("10:26", "10:56", BarKind.PROVISIONAL))
    )


def offline_busy() -> Face:
    card = Card(
        list_title=Say(Phrase.WHILE_OFFLINE), checks=offline_checks(), note=Say(Phrase.LOOKS_EMPTY),
        note_icon=Icon.DOOR, keys=(wide(Phrase.KEY_HOLD_FROM, intents.OpenPickTime(at("11:45")), "11:45"),),
    )  # fmt: skip
    subs = (Say(Phrase.OFFLINE_SINCE, at=at("09:41")), Say(Phrase.MAY_HAVE_MOVED))
    plane = Plane(Tone.BUSY, Say(Phrase.BUSY), until("11:45"), subs, hatched=True, doubtful=True)
    return base(State.UNKNOWN, "11:12", plane, card)


def problem() -> Face:
    checks = (
        Step(Mark.OPEN, Say(Phrase.CHECK_IN_OUTLOOK, text="Aurora")),
        Step(Mark.OPEN, Say(Phrase.EMPTY_USE_IT)),
    )
    card = Card(
        title=Say(Phrase.ROOM_STILL_WORKS), checks=checks, footer=Say(Phrase.STAFF_HOLD_NAME), code="E-403"
    )
    subs = (Say(Phrase.CANNOT_REACH_CALENDAR), Say(Phrase.LOOK_INSIDE))
    plane = Plane(Tone.PROBLEM, Say(Phrase.NO_STATUS), Say(Phrase.AT_THE_MOMENT), subs)
    return replace(base(State.PROBLEM, "09:41", plane, card), scale=None)


def booking_refused() -> Face:
    card = Card(
        list_title=Say(Phrase.LATER_TODAY), lines=LATER_TODAY, told=Told(Reason.BOOKING_REFUSED),
        title_icon=Icon.CALENDAR_OFF, footer=Say(Phrase.STAFF_HOLD_NAME), code="E-403B",
    )  # fmt: skip
    face = free()
    return replace(face, card=replace(card, keys=(MORE,)), scale=scale("09:41"), booking_possible=False)


def first_sync() -> Face:
    steps = (
        Step(Mark.DONE, Say(Phrase.MAILBOX_FOUND)),
        Step(Mark.DONE, Say(Phrase.READ_ALLOWED)),
        Step(Mark.RUNNING, Say(Phrase.LOADING_BOOKINGS, number=41)),
    )
    card = Card(header=False, title=Say(Phrase.FIRST_SYNC), steps=steps, note=Say(Phrase.STARTS_BY_ITSELF))
    plane = Plane(Tone.SETUP, Say(Phrase.STARTING), Say(Phrase.READING_CALENDAR))
    return replace(base(State.UNKNOWN, "09:44", plane, card), scale=None)


def unpaired() -> Face:
    pairing = Pairing(Stage.CODE, "K7M-4QX", at("09:52"), "10.4.12.61:8443", "rd-4kzq…x7fa")
    settings = Settings(languages=("en", "de"))
    return project(Facts(pairing=pairing, settings=settings), at("09:41"))


def pick_time() -> Face:
    lengths = tuple(
        Key(Say(Phrase.KEY_MINUTES, minutes=m), intents.SetLength(m), selected=m == 30)
        for m in (15, 30, 45, 60)
    )
    book = Key(
        Say(Phrase.KEY_BOOK_RANGE, at=at("13:00"), to=at("13:30")),
        intents.Book(at("13:00"), at("13:30")),
        Place.FILLED,
    )
    back = Key(Say(Phrase.KEY_EARLIER), intents.MoveStart(at("12:45")), Place.STEP_BACK, icon=Icon.MINUS)
    on = Key(Say(Phrase.KEY_LATER), intents.MoveStart(at("13:15")), Place.STEP_FORWARD, icon=Icon.PLUS)
    sheet = PickTimeSheet(
        DAY, Say(Phrase.ON_DAY, at=at("12:00")), scale("09:41", ("13:00", "13:30", BarKind.SELECTED), first=9),
        at("13:00"), at("13:30"), at("14:00"), back, on, lengths, book, None, None, CLOSE, for_somebody=True,
    )  # fmt: skip
    return replace(free(), sheet=sheet)


def day_view() -> Face:
    gaps = (("11:45", "12:00"), ("13:00", "14:00"), ("15:00", "16:00"), ("17:00", "18:00"))
    now = Key(Say(Phrase.NOW_TO, to=at("11:00"), minutes=79), intents.OpenPickTime(at("09:41")), Place.WIDE)
    keys = tuple(
        Key(
            Say(Phrase.FROM_TO, at=at(a), to=at(b), minutes=(at(b) - at(a)) // timedelta(minutes=1)),
            intents.OpenPickTime(at(a)), Place.WIDE,
        )
        for a, b in gaps
    )  # fmt: skip
    day = timedelta(days=1)
    before = Key(
        Say(Phrase.KEY_PREVIOUS_DAY, at=at("12:00") - day), intents.ShowDay(-1), Place.HEADER, icon=Icon.BACK
    )
    after = Key(
        Say(Phrase.KEY_NEXT_DAY, at=at("12:00") + day), intents.ShowDay(1), Place.HEADER, icon=Icon.FORWARD
    )
    sheet = DayViewSheet(
        DAY, Say(Phrase.TODAY_IN, text="Aurora"), scale("09:41"), (), (now, *keys), before, after, CLOSE,
        blocks=tuple(
            Key(Say(Phrase.FROM_TO, at=bar.at, to=bar.to), intents.OpenBlock(f"e{n}"), Place.WIDE)
            for n, bar in enumerate(scale("09:41").bars)
        ),
    )  # fmt: skip
    return replace(free(), sheet=sheet)


def block() -> Face:
    keys = (
        Key(Say(Phrase.KEY_EXTEND, minutes=15), intents.Extend(OURS, at("13:45")), Place.WIDE),
        Key(Say(Phrase.KEY_EXTEND, minutes=30), intents.Extend(OURS, at("14:00")), Place.WIDE),
        wide(Phrase.KEY_ADD_NAME, intents.OpenDetails(OURS), icon=Icon.PENCIL),
        wide(Phrase.KEY_CANCEL_BOOKING, intents.Arm(OURS), icon=Icon.STOP),
        wide(Phrase.KEY_DAY_VIEW, intents.ShowDay(0), icon=Icon.CALENDAR),
    )
    move = filled(Phrase.KEY_MOVE, intents.OpenPickTime(at("13:00"), 30, OURS))
    sheet = BlockSheet(
        DAY, Say(Phrase.TODAY_IN, text="Aurora"), Say(Phrase.FROM_TO, at=at("13:00"), to=at("13:30")),
        named(LONG_SUBJECT), "Lena Fischer", Say(Phrase.BOOKED_AT_DISPLAY), keys, move, CLOSE,
    )  # fmt: skip
    return replace(free(), sheet=sheet)


def move() -> Face:
    face = pick_time()
    assert isinstance(face.sheet, PickTimeSheet)
    span = Say(Phrase.KEY_MOVE_RANGE, at=at("13:00"), to=at("13:30"))
    key = Key(span, intents.Move(OURS, at("13:00"), at("13:30")), Place.FILLED)
    return replace(face, sheet=replace(face.sheet, book=key, moving=True))


def details() -> Face:
    save = filled(Phrase.KEY_SAVE, intents.Rename(OURS))
    return replace(yours(), sheet=DetailsSheet(Say(Phrase.ADD_NAME_TITLE), save, CLOSE), alert=None)


def menu() -> Face:
    keys = (
        wide(Phrase.KEY_DAY_VIEW, intents.OpenDayView(), icon=Icon.CALENDAR),
        wide(Phrase.KEY_PICK_TIME, intents.OpenPickTime()),
    )
    return replace(free(), sheet=MenuSheet(Say(Phrase.MENU), keys, CLOSE))


TROUBLES = (
    (Category.SCREEN, Phrase.TROUBLE_SCREEN, Icon.SCREEN), (Category.VIDEO, Phrase.TROUBLE_VIDEO, Icon.VIDEO),
    (Category.CABLES, Phrase.TROUBLE_CABLES, Icon.CABLES), (Category.WIFI, Phrase.TROUBLE_WIFI, Icon.WIFI),
    (Category.CLIMATE, Phrase.TROUBLE_CLIMATE, Icon.CLIMATE),
    (Category.CLEANING, Phrase.TROUBLE_CLEANING, Icon.CLEANING),
    (Category.FURNITURE, Phrase.TROUBLE_FURNITURE, Icon.FURNITURE), (Category.OTHER, Phrase.TROUBLE_OTHER, Icon.MORE),
)  # fmt: skip

LONG_ROOM = "Conference Room Alexander von Humboldt, East Wing, Building C"
LONG_SUBJECT = (
    "Quarterly business review with the regional partners, including the revised delivery plan for the second half, "
    "open risks, staffing, and the budget that everybody has been waiting for since the spring"
)


def report() -> Face:
    tiles = tuple(
        Key(Say(phrase), intents.ChooseTrouble(kind), selected=kind is Category.SCREEN, icon=icon)
        for kind, phrase, icon in TROUBLES
    )
    hint = Say(Phrase.REPORT_TODAY, what=Say(Phrase.TROUBLE_WIFI), at=at("08:52"))
    send = Key(Say(Phrase.KEY_SEND), intents.SendReport(Category.SCREEN), Place.FILLED)
    sheet = ReportSheet(Say(Phrase.REPORT_TITLE), Say(Phrase.REPORT_INTRO), tiles, hint, send, CLOSE)
    return replace(free(), sheet=sheet)


def report_saved() -> Face:
    done = Key(Say(Phrase.KEY_DONE), intents.Close(), Place.FILLED)
    sheet = AnswerSheet(Say(Phrase.REPORT_SAVED), Say(Phrase.REPORT_WHEN_ONLINE), done, CLOSE)
    return replace(offline_free(), sheet=sheet, alert=sheet.title)


def report_thanks() -> Face:
    thanks = Say(Phrase.REPORT_THANKS, text="204117")
    return replace(free(), sheet=AnswerSheet(thanks, None, None, CLOSE), alert=thanks)


def long_names() -> Face:
    who = Say(Phrase.WHO_LEFT, text="Maximiliane Papadopoulou-Schneider von Hohenburg", minutes=33)
    plane = Plane(Tone.BUSY, Say(Phrase.BUSY), until("11:45"), (named(LONG_SUBJECT), who))
    lines = (free_line("11:45", 15), line("12:00", LONG_SUBJECT), free_line("13:00", 60))
    face = busy_outlook()
    return replace(face, room=LONG_ROOM, plane=plane, card=replace(face.card, lines=lines))


def all_day() -> Face:
    plane = Plane(
        Tone.BUSY,
        Say(Phrase.BUSY),
        Say(Phrase.ALL_DAY),
        (named("Board meeting"), Say(Phrase.DAY, at=at("12:00"))),
    )
    tomorrow = timedelta(days=1)
    lines = (AgendaLine(at("08:30") + tomorrow, named("Planning")),)
    face = replace(busy_outlook(), minute=at("09:41"), plane=plane)
    begin, end = at("08:00"), at("18:00")
    whole = Bar(0.0, 1.0, BarKind.RUNNING, elapsed=(at("09:41") - begin) / (end - begin))
    day = replace(scale("09:41"), bars=(whole,))
    return replace(face, scale=day, card=replace(face.card, lines=lines, note=None))


def overlap() -> Face:
    plane = Plane(
        Tone.BUSY, Say(Phrase.BUSY), until("12:30"), (named("Design review"), Say(Phrase.OVERLAP, number=2))
    )
    day = scale("11:12")
    lanes = tuple(replace(bar, lane=lane) for bar, lane in zip(day.bars[1:3], (1, 2), strict=True))
    return replace(
        busy_outlook(), plane=plane, scale=replace(day, bars=(*day.bars[:1], *lanes, *day.bars[3:]))
    )


def nothing_more() -> Face:
    plane = Plane(
        Tone.FREE, Say(Phrase.FREE), Say(Phrase.REST_OF_TODAY), (Say(Phrase.NEXT_DAY_AT, at=at("08:30")),)
    )
    book = filled(Phrase.KEY_BOOK_UNTIL, intents.Book(at("17:10"), at("17:40")), "17:40")
    keys = (*map(length, (15, 30, 45, 60, 90)), PICK, book)
    return base(State.FREE, "17:10", plane, Card(caption=Say(Phrase.BOOK_NOW), keys=keys))


def check_in() -> Face:
    by = at("11:10")
    plane = Plane(
        Tone.CHECK_IN, Say(Phrase.CHECK_IN), Say(Phrase.BY, at=by),
        (named("Design review"), Say(Phrase.WHO_FROM_TO, text="Mina Okafor", at=at("11:00"), to=at("11:45"))),
    )  # fmt: skip
    key = Key(Say(Phrase.KEY_CHECK_IN), intents.CheckIn("e2", at("11:45")), Place.FILLED, icon=Icon.CHECK)
    card = Card(
        title=Say(Phrase.IS_ANYONE_HERE), intro=Say(Phrase.ELSE_RELEASED_FOR_OTHERS, at=by),
        ring=Ring(0.72, Say(Phrase.COUNTDOWN, number=432)), keys=(key,), footer=Say(Phrase.ONE_TAP),
    )  # fmt: skip
    return base(State.CHECK_IN, "11:02", plane, card)


Board = Callable[[], Face]


def far(face: Face, place: int = 0) -> Face:
    return replace(face, rest=Rest(View.FAR, place))


def night(place: int = 0) -> Face:
    plane = Plane(Tone.FREE, Say(Phrase.FREE), Say(Phrase.REST_OF_TODAY))
    coming = at("08:30") + timedelta(days=1)
    line = Say(Phrase.NIGHT_NEXT_DAY, at=coming, text="Aurora")
    return replace(base(State.FREE, "22:14", plane, Card()), scale=None, rest=Rest(View.NIGHT, place, line))


def black() -> Face:
    return replace(night(), rest=Rest(View.BLACK))


BOARDS: dict[str, Board] = {
    "01-available": free,
    "02-occupied": busy_here,
    "02-armed": armed,
    "02b-occupied-outlook": busy_outlook,
    "03-checkin": check_in,
    "03a-starting-soon": soon,
    "04a-booking-sheet": pick_time,
    "05a-pending": holding,
    "05b-confirmed": yours,
    "05c-conflict": conflict,
    "06a-offline": offline_free,
    "06b-offline-held": held,
    "06c-offline-busy": offline_busy,
    "08-day-view": day_view,
    "08-block": block,
    "08-move": move,
    "08-details": details,
    "08-menu": menu,
    "09a-unpaired": unpaired,
    "09b-verified-sync": first_sync,
    "11-calendar-problem": problem,
    "11b-booking-refused": booking_refused,
    "12-report-issue": report,
    "12-report-saved": report_saved,
    "12-report-thanks": report_thanks,
    "19-e1": long_names,
    "19-e2": all_day,
    "19-e4": nothing_more,
    "19-e5": overlap,
}
"""The faces that stand on the glass, by the design's names of their boards."""

RESTING: dict[str, Board] = {
    "13a-night": night,
    "13b-far-busy": lambda: far(busy_here()),
    "13b-far-free": lambda: far(free()),
    "13b-far-soon": lambda: far(soon()),
    "13c-far-high": lambda: far(busy_here(), 1),
    "13d-black": black,
    "13e-far-long": lambda: far(long_names()),
    "13f-far-long-high": lambda: far(long_names(), 1),
}
"""What stands there while nobody does."""

SIZES = ((1280, 800), (1920, 1080), (800, 1280), (800, 480), (720, 1280))
THEMES = ("dark", "light", "high-contrast")
