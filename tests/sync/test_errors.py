"""A status and a code become a fault that is named by its remedy (facts.md §1.7 and §4.2)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.errors import (
    AccessLost,
    AlreadyCreated,
    BadRequest,
    ChangeKeyMoved,
    Forbidden,
    GraphFault,
    ItemGone,
    MailboxMissing,
    NoAnswer,
    WaitAsked,
    code_of,
    fault_of,
    retry_after,
)

NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)


def body(code: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": "…", "innerError": {"request-id": "1"}}}).encode()


def fault(status: int, code: str = "", retry: str | None = None) -> GraphFault | None:
    headers = {} if retry is None else {"retry-after": retry}
    return fault_of(status, headers, body(code), NOW)


TABLE: list[tuple[int, str, type[GraphFault]]] = [
    (400, "ErrorInvalidRequest", BadRequest),
    (400, "ErrorCalendarEndDateIsEarlierThanStartDate", BadRequest),
    (400, "ErrorDuplicateTransactionId", AlreadyCreated),
    (409, "ErrorDuplicateTransactionId", AlreadyCreated),
    (400, "ErrorInvalidUser", MailboxMissing),
    (401, "InvalidAuthenticationToken", AccessLost),
    (403, "ErrorAccessDenied", Forbidden),
    (403, "ExtensionError", Forbidden),
    (403, "Authorization_RequestDenied", Forbidden),
    (404, "ErrorItemNotFound", ItemGone),
    (404, "ErrorInvalidUser", MailboxMissing),
    (404, "MailboxNotEnabledForRESTAPI", MailboxMissing),
    (404, "ResourceNotFound", MailboxMissing),
    (404, "Request_ResourceNotFound", MailboxMissing),
    (409, "ErrorSaveConflict", ChangeKeyMoved),
    (410, "syncStateNotFound", ItemGone),
    (412, "ErrorIrresolvableConflict", ChangeKeyMoved),
    (412, "ErrorStaleObject", ChangeKeyMoved),
    (423, "resourceLocked", NoAnswer),
    (429, "TooManyRequests", WaitAsked),
    (429, "ApplicationThrottled", WaitAsked),
    (500, "ErrorInternalServerTransientError", NoAnswer),
    (502, "", NoAnswer),
    (503, "ErrorServerBusy", NoAnswer),
    (504, "UnknownError", NoAnswer),
    (507, "", NoAnswer),
    (509, "", NoAnswer),
    (302, "", NoAnswer),
    (408, "", NoAnswer),
]


@pytest.mark.parametrize(("status", "code", "kind"), TABLE)
def test_each_answer_is_named_by_its_remedy(status: int, code: str, kind: type[GraphFault]) -> None:
    assert type(fault(status, code)) is kind
    assert type(fault(status, code.upper())) is kind, "codes come in any casing"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_good_answer_is_no_fault(status: int) -> None:
    assert fault(status) is None


@pytest.mark.parametrize("status", range(400, 600))
def test_every_other_status_is_some_fault(status: int) -> None:
    assert isinstance(fault(status), GraphFault)


def test_503_with_retry_after_is_an_answer() -> None:
    waits = fault(503, "ServiceUnavailable", "2.128")
    assert isinstance(waits, WaitAsked)
    assert waits.wait == timedelta(seconds=2.128)


@pytest.mark.parametrize("status", [500, 502, 504])
def test_other_5xx_may_follow_a_write_whatever_they_promise(status: int) -> None:
    assert type(fault(status, "", "5")) is NoAnswer


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("1", 1),
        ("2.128", 2.128),
        (" 3 ", 3),
        ("-5", 0),
        ("1e400", None),
        ("nan", None),
        ("601", 600),
        ("86399", 600),
        ("31536000", None),
        ("99999999", None),
        ("Tue, 13 Oct 2026 09:00:30 GMT", 30),
        ("Tue, 13 Oct 2026 08:59:30 GMT", 0),
        ("Tue, 13 Oct 2026 11:00:30 +0200", 30),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Tue, 13 Oct 2026 21:00:00 GMT", 600),
        ("soon", None),
        ("", None),
        (None, None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Tue, 13 Oct 2026 09:00:30 +99999999999", None),
    ],
)
def test_retry_after_is_seconds_with_a_fraction_or_a_date(value: str | None, seconds: float | None) -> None:
    wait = retry_after(value, NOW)
    assert (None if wait is None else wait.total_seconds()) == seconds


@given(st.text())
def test_a_retry_after_of_any_text_is_a_wait_or_none(value: str) -> None:
    wait = retry_after(value, NOW)
    assert wait is None or timedelta(0) <= wait <= timedelta(minutes=10)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b"null", b'{"error": "text"}', b'{"error": {"code": 7}}', b"\xff", b"[" * 100_000, b"9" * 10_000],
)  # fmt: skip
def test_a_body_that_is_no_envelope_has_no_code(content: bytes) -> None:
    assert code_of(content) == ""


@pytest.mark.parametrize(
    "inner",
    [
        {"innererror": {"code": "ErrorDuplicateTransactionId"}},
        {"innerError": {"code": "x", "innererror": {"code": "ErrorDuplicateTransactionId"}}},
    ],
)
def test_the_most_specific_code_that_is_known_wins(inner: dict[str, object]) -> None:
    content = json.dumps({"error": {"code": "badRequest", **inner}}).encode()
    assert isinstance(fault_of(400, {}, content, NOW), AlreadyCreated)
