"""Faults of the staff side: a menu that opens for anybody, a log that tells too much, a refusal that is told wrongly. No code."""

from tests.mutants.mutant import Mutant

STAFFING = (
    Mutant(
        "staff-without-pin", "what staff wish is done for whoever stands at the glass",
        "staffing.py", "case _ if not isinstance(self._sheet, StaffMenu):", "case _ if False:",
        ("test_staffing.py::test_without_the_pin_nothing_is_done",),
    ),
    Mutant(
        "closed-menu-hears", "a menu that closed by itself two minutes ago does what is asked",
        "staffing.py", "return as_of(self.core.facts.visit, self.core.now()).sheet", "return self.core.facts.visit.sheet",
        ("test_staffing.py::test_the_menu_that_closed_by_itself_hears_nothing_any_more",),
    ),
    Mutant(
        "log-with-names", "the log that leaves the house names who meets when",
        "staffing.py", "if name not in PERSONAL", "",
        ("test_staffing.py::test_a_log_takes_no_meeting_along",),
    ),
    Mutant(
        "uncounted-tries", "where no wrong PIN can be counted, as many as you like are looked at",
        "device/staff_file.py", "            _write(self._folder, tried)\n            self._since", "            self._since",
        ("test_staffing.py::test_where_no_try_can_be_counted_none_is_looked_at",),
    ),
    Mutant(
        "half-a-pin-stays", "what one person typed of a PIN stands there for the next",
        "ui/glass_staff.py", '        if not view.pin_open:\n            self._type_pin("")\n', "",
        ("ui/test_staff.py::test_half_a_pin_goes_with_its_sheet",),
    ),
    Mutant(
        "refused-for-ever", "a refusal is told though Exchange has allowed it since",
        "core/refusals.py", "            self._graph.pop(doing, None)\n", "            pass\n",
        ("core/test_refusals.py::test_a_refused_read_is_told_until_one_is_allowed",),
    ),
    Mutant(
        "refused-elsewhere", "that a colleague's calendar is closed is told as a fault of the room",
        "core/refusals.py", "if not any(mailbox in asked for mailbox in self._own) or not", "if not",
        ("core/test_refusals.py::test_that_others_mailboxes_are_refused_is_as_it_should_be",),
    ),
)  # fmt: skip
