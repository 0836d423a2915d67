"""What a failing plan can do without: happenings are left out, in halves and then one by one, while it still fails."""

import re
from collections.abc import Callable

from tests.torture.happenings import Compare, Happening
from tests.torture.plan import Plan
from tests.torture.world import live


def shrunk(plan: Plan, fails: Callable[[Plan], str] | None = None) -> Plan:
    """The smallest plan found that fails in the same way; the plan itself if it does not fail."""
    broken = fails or kind_of_failure
    wanted = broken(plan)
    if not wanted:
        return plan
    kept = list(plan.happenings)
    size = max(len(kept) // 2, 1)
    while True:
        before = len(kept)
        at = 0
        while at < len(kept):
            less = (
                kept[:at]
                + [one for one in kept[at : at + size] if isinstance(one, Compare)]
                + kept[at + size :]
            )
            if len(less) < len(kept) and broken(plan.only(_tuple(less))) == wanted:
                kept = less
            else:
                at += size
        if size == 1 and len(kept) == before:
            return plan.only(_tuple(kept))
        size = max(size // 2, 1)


def kind_of_failure(plan: Plan) -> str:
    """The first violation without its times and names; empty when all is well."""
    violations = live(plan).violations
    return re.sub(r"[0-9A-F]{6}|[\d:.-]+", "", violations[0])[:60] if violations else ""


def _tuple(happenings: list[Happening]) -> tuple[Happening, ...]:
    return tuple(happenings)
