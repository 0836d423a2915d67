"""A new lock file is held against what packaging knows, without a build: what `make deb` would stumble over fails here first.

What the wheels are is read from those that are installed, so these have to be the locked ones: that is asked first.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[2]
DEB = PROJECT / "packaging" / "deb"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"kiosk_locked_{name}", DEB / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(DEB))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(DEB))
    return module


build, sbom, trim = load("build"), load("sbom"), load("trim")


def locked() -> Iterator[Requirement]:
    """Each line of the lock file that counts for this Python."""
    for line in (PROJECT / "requirements/run.txt").read_text(encoding="utf-8").splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            found = Requirement(line.removesuffix("\\").strip())
            if found.marker is None or found.marker.evaluate():
                yield found


LOCKED = {sbom.canonical(one.name): one for one in locked()}
PACKED = sorted(set(LOCKED) - {sbom.canonical(name) for name in trim.NOT_AT_RUN_TIME})


def installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        pytest.fail(f"{name} is locked and not installed: packaging/prepare dev")


def refused(tags: list[str]) -> str | None:
    """Why pip would not take a wheel of these tags for every release that there is a package for; None: it would."""
    oldest = min(release.glibc for release in build.RELEASES.values())
    for tag in tags:
        platform = tag.rpartition("-")[2]
        named = re.fullmatch(r"manylinux_2_(\d+)_\w+", platform)
        if platform == "any" or platform.startswith("manylinux2014_") or (named and int(named[1]) <= oldest):
            return None
    return f"built for {', '.join(tags)}; the oldest release has glibc 2.{oldest}"


def libraries(name: str) -> Iterator[Path]:
    """The compiled parts of an installed wheel. Of Qt only what is packed."""
    if name in ("pyside6-essentials", "shiboken6"):
        return
    for path in installed(name).files or ():
        if ".so" in path.name:
            yield Path(str(path.locate()))


def test_the_lock_file_names_something() -> None:
    assert {"pyside6-essentials", "cryptography", "httpx"} <= set(PACKED)


@pytest.mark.parametrize("name", PACKED)
def test_what_is_looked_at_here_is_what_is_locked(name: str) -> None:
    """Else the rest of this file looks at wheels that no package has inside: packaging/prepare dev."""
    assert LOCKED[name].specifier.contains(installed(name).version, prereleases=True)


@pytest.mark.parametrize("name", PACKED)
def test_it_is_a_wheel_that_every_release_takes(name: str) -> None:
    """The build takes no source and asks for platforms by tag: what pip compiled here has a tag of this machine alone."""
    tags = re.findall(r"^Tag: (\S+)$", installed(name).read_text("WHEEL") or "", re.MULTILINE)
    assert tags
    assert refused(tags) is None


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        (["py3-none-any"], True),
        (["cp311-abi3-manylinux_2_34_x86_64"], True),
        (["cp311-cp311-manylinux_2_39_x86_64", "cp311-cp311-manylinux2014_x86_64"], True),
        (["cp311-abi3-manylinux_2_39_x86_64"], False),
        (["cp311-cp311-linux_x86_64"], False),
        (["cp311-cp311-musllinux_1_2_x86_64"], False),
    ],
)
def test_which_wheels_a_release_takes(tags: list[str], *, taken: bool) -> None:
    assert (refused(tags) is None) is taken


@pytest.mark.parametrize("name", PACKED)
def test_its_licence_was_looked_at(name: str) -> None:
    info = next(path for path in installed(name).files or () if path.name == "METADATA").locate()
    folder = Path(str(info)).parent
    assert sbom._of(folder, folder.parent).licence


def test_what_is_packed_of_qt_is_in_its_wheel() -> None:
    qt = Path(str(installed("pyside6-essentials").locate_file("PySide6")))
    assert [path for path in trim._kept(qt) if not path.exists()] == []


@pytest.mark.skipif(shutil.which("readelf") is None, reason="binutils are not installed")
def test_every_library_that_comes_from_debian_is_known() -> None:
    """As the build asks the ELF headers, on what is installed here and is not changed."""
    packages = Path(str(installed("pyside6-essentials").locate_file("")))
    kept = set(trim._kept(packages / "PySide6"))
    found = {*kept, *trim._closed(kept, packages), *(path for name in PACKED for path in libraries(name))}
    found = {path for path in found if ".so" in path.name}
    own = {path.name for path in found} | {path.name for path in (packages / "shiboken6").iterdir()}
    wanted = {(path.name, name) for path in found for name in trim.wanted(path) if name not in own}
    assert {"libwayland-client.so.0", "libEGL.so.1", "libc.so.6"} <= {name for _, name in wanted}
    assert [(path, name) for path, name in sorted(wanted) if name not in trim.LIBRARIES] == []


def test_no_name_is_left_of_what_is_not_locked_any_more() -> None:
    assert set(sbom.TOLD_ELSEWHERE) <= set(PACKED)
