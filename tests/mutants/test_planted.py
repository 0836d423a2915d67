"""Cheap facts about the planted faults; `make mutants` tries them."""

import ast
from functools import cache

import pytest

from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import PROJECT, DoesNotApply, Mutant

ENOUGH = 24


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((PROJECT / "tests" / file).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in functions)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_planted_fault_still_applies_and_is_python(mutant: Mutant) -> None:
    compile(mutant.planted_in(mutant.path(PROJECT).read_text(encoding="utf-8")), mutant.file, "exec")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_tests_that_shall_catch_it_are_there(mutant: Mutant) -> None:
    for name in mutant.caught_by:
        file, _, function = name.partition("::")
        assert function.partition("[")[0] in names_in(file), name


def test_there_are_enough_and_each_has_its_own_name() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= ENOUGH


def test_a_fault_that_has_nowhere_to_go_says_so_by_name() -> None:
    fault = Mutant("lost", "", "clock.py", "x = 1", "x = 2", ())
    for text in ("", "x = 1\nx = 1\n"):
        with pytest.raises(DoesNotApply, match=r"^lost: kiosk/clock\.py"):
            fault.planted_in(text)
