"""What comes from a configuration stays one word of the administrator's command line."""

from __future__ import annotations

import pytest

from kiosk.room.powershell import in_filter, literal, quoted


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("aurora@contoso.com", "aurora@contoso.com"),
        ("o'brien@contoso.com", "'o''brien@contoso.com'"),
        (
            "o\u2019brien@contoso.com",
            "'o\u2019\u2019brien@contoso.com'",
        ),  # PowerShell ends a literal here, too
        ("a@b.c; Remove-Mailbox x", "'a@b.c; Remove-Mailbox x'"),
        ("$(whoami)@b.c", "'$(whoami)@b.c'"),
        ("@splat", "'@splat'"),
        ("-Force", "'-Force'"),
        ("a@b.c\r\nRemove-Mailbox x", "'a@b.cRemove-Mailbox x'"),
        ("", "''"),
    ],
)
def test_a_value_is_one_argument_and_means_only_itself(value: str, written: str) -> None:
    assert quoted(value) == written


def test_a_literal_is_always_in_quotes() -> None:
    assert literal("Room displays") == "'Room displays'"


def test_in_a_filter_neither_the_inner_nor_the_outer_quotes_end() -> None:
    assert in_filter("o'brien@b.c") == "'o''brien@b.c'"
    assert in_filter('a"$x`@b.c') == "'a`\"`$x``@b.c'"
