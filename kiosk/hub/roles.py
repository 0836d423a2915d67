"""Who may do what in a fleet, and what a second admin must agree to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Role(Enum):
    VIEWER = "viewer"
    FACILITY = "facility"
    """Connects new displays of one site, for a working day: an install token."""
    OPERATOR = "operator"
    ADMIN = "admin"


class Act(Enum):
    LOOK = "look"
    ADMIT = "admit"
    IDENTIFY = "identify"
    """And sync: what harms nobody."""
    RESTART = "restart"
    LOG = "log"
    PUSH = "push"
    REVOKE = "revoke"
    AUDIT = "audit"
    APPROVE = "approve"


_LOOKS = {Act.LOOK, Act.IDENTIFY}
MAY = {
    Role.VIEWER: {Act.LOOK},
    Role.FACILITY: {*_LOOKS, Act.ADMIT},
    Role.OPERATOR: {*_LOOKS, Act.ADMIT, Act.RESTART, Act.LOG, Act.PUSH},
    Role.ADMIN: set(Act),
}
MANY = 1000
"""Displays. From more on a second admin agrees."""
DELICATE = ("graph", "system_user", "config", "booking")
"""Tables that can cut displays off, or change who may book what."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `site`: what they do is bounded to it; "": it is not. `until`: aware UTC."""

    name: str
    role: Role
    until: datetime
    site: str = ""
    left: int | None = None
    """Displays that they may still connect; None: any number."""

    def may(self, act: Act, site: str | None = None) -> bool:
        """`site`: of the display that it is about; None: of no single one."""
        if act not in MAY[self.role]:
            return False
        return not self.site or site is None or site == self.site


def needs_second(displays: int, tables: Iterable[str], approvers: int) -> str | None:
    """Why a second admin must agree, for people; None: nobody must, or nobody else is there who could."""
    if approvers < 2:  # noqa: PLR2004 - the one who asks, and another
        return None
    delicate = [name for name in DELICATE if name in set(tables)]
    if delicate:
        return f"it changes [{'], ['.join(delicate)}]"
    return f"it is for more than {MANY} displays" if displays > MANY else None
