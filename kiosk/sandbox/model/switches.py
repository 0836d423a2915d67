"""What Microsoft leaves unsettled (facts.md §9) and what a test wants to turn: one value per question."""

from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True)
class Switches:
    """Changed as a whole, by start-up arguments or over the control surface. Durations in seconds."""

    delivery_from: float = field(default=0.3, metadata={"about": "shortest way of a request to its attendee"})
    delivery_to: float = field(default=0.8, metadata={"about": "longest way of a request"})
    decision_from: float = field(default=0.6, metadata={"about": "shortest thought of the attendant"})
    decision_to: float = field(default=1.9, metadata={"about": "longest thought of the attendant"})
    reply_from: float = field(default=0.1, metadata={"about": "shortest way of an answer to the organizer"})
    reply_to: float = field(default=0.3, metadata={"about": "longest way of an answer"})
    latency_from: float = field(default=0.01, metadata={"about": "shortest time Graph takes to answer"})
    latency_to: float = field(default=0.04, metadata={"about": "longest time Graph takes to answer"})
    change_key_race: str = field(
        default="always",
        metadata={"about": "412 for PATCH and cancel soon after create: never|sometimes|always"},
    )
    race_seconds: float = field(default=3.0, metadata={"about": "how long after create that race lasts"})
    concurrency: int = field(
        default=4, metadata={"about": "requests of one application at once; 0 = no limit"}
    )
    throttle_code: str = field(
        default="TooManyRequests", metadata={"about": "code of a 429: TooManyRequests|ApplicationThrottled"}
    )
    retry_after: str = field(
        default="fraction", metadata={"about": "Retry-After of a 429: fraction|one|date|missing"}
    )
    requests_per_10_minutes: int = field(
        default=10_000, metadata={"about": "requests per application and mailbox; 0 = no limit"}
    )
    token_seconds: int = field(default=3599, metadata={"about": "life of an access token"})
    page_default: int = field(default=10, metadata={"about": "events per page when $top is absent"})
    page_max: int = field(default=1000, metadata={"about": "largest $top of events"})
    view_range_days: int = field(default=1825, metadata={"about": "longest window of calendarView"})
    schedule_range_days: int = field(default=62, metadata={"about": "longest window of getSchedule"})
    cancelled_disappear: bool = field(
        default=False,
        metadata={"about": "AutoAccept rooms drop cancelled meetings whatever RemoveCanceledMeetings says"},
    )
    delete_tells_organizer: bool = field(
        default=False, metadata={"about": "DELETE of an attendee's copy declines to the organizer"}
    )
    attendee_patch: str = field(
        default="local", metadata={"about": "PATCH of times on an attendee's copy: local|refused"}
    )
    occurrence_uid: str = field(default="own", metadata={"about": "iCalUId of occurrences: own|shared"})
    delta_master: bool = field(default=True, metadata={"about": "delta lists the master of a series"})
    delta_empty_page: bool = field(default=False, metadata={"about": "delta begins with an empty page"})
    delta_dead: str = field(default="410", metadata={"about": "answer to a dead delta token: 410|400"})
    subscription_minutes: int = field(default=4230, metadata={"about": "longest life of a subscription"})
    duplicate_subscription: int = field(
        default=201, metadata={"about": "status of a second subscription to the same: 201|409"}
    )
    out_of_scope: str = field(
        default="raop", metadata={"about": "403 text for a mailbox out of scope: raop|raop-old|rbac"}
    )
    blocked_sign_in: str = field(
        default="access_denied", metadata={"about": "`error` of AADSTS53003: access_denied|invalid_grant"}
    )
    blocked_sign_in_status: int = field(default=400, metadata={"about": "HTTP status of AADSTS53003"})
    duplicate_transaction: int = field(
        default=400, metadata={"about": "status of a transactionId used for another event: 400|409"}
    )
    pending_shows_tentative: bool = field(
        default=False, metadata={"about": "TentativePendingApproval=false still shows tentative"}
    )


def described() -> list[tuple[str, str, str]]:
    """Every switch: name, default, meaning."""
    return [(one.name, str(one.default), str(one.metadata["about"])) for one in fields(Switches)]


def parse(name: str, text: str) -> bool | int | float | str:
    """The value of a switch given as text; ValueError with a plain sentence when it cannot be one."""
    known = {one.name: one.default for one in fields(Switches)}
    default = known.get(name)
    try:
        match default:
            case bool():
                return {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False}[
                    text.lower()
                ]
            case int():
                return int(text)
            case float():
                return float(text)
            case str():
                return text
            case _:
                msg = f"no switch is called {name}"
    except KeyError:
        msg = f"{name} is on or off"
    except ValueError:
        msg = f"{name} wants a number"
    raise ValueError(msg)
