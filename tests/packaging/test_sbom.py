"""What the package says it is made of. On a few unpacked wheels, as pip leaves them."""

import importlib.util
import json
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]
DEB = PROJECT / "packaging" / "deb"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DEB / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


trim = load("trim")
sbom = load("sbom")


def wheel(app: Path, name: str, version: str, *lines: str) -> None:
    info = app / "packages" / f"{name}-{version}.dist-info"
    (info / "licenses").mkdir(parents=True)
    (info / "METADATA").write_text(
        "\n".join(("Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *lines)) + "\n\nText\n"
    )
    (info / "licenses" / "LICENSE").write_text("Do as you like.\n")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    wheel(
        tmp_path,
        "PySide6_Essentials",
        "6.11.3",
        "License: LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "Requires-Dist: shiboken6==6.11.3",
    )
    wheel(tmp_path, "shiboken6", "6.11.3", "License: LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only")
    wheel(
        tmp_path,
        "httpx",
        "0.28.1",
        "License-Expression: BSD-3-Clause",
        'Requires-Dist: brotli; extra == "brotli"',
        "Requires-Dist: idna",
    )
    library = tmp_path / "packages/PySide6/Qt/lib"
    library.mkdir(parents=True)
    (library / "libQt6Core.so.6").touch()
    (library / "libicudata.so.73").touch()
    return tmp_path


def test_every_part_is_named_with_version_licence_and_what_it_needs(app: Path) -> None:
    made = json.loads(sbom.sbom(sbom.parts(app), "0.1.0-1~deb12", 0))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    found = {part["name"]: part for part in made["components"]}
    assert found["httpx"]["purl"] == "pkg:pypi/httpx@0.28.1"
    assert found["httpx"]["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert found["PySide6_Essentials"]["licenses"][0]["expression"].startswith("LGPL-3.0-only OR")
    assert (found["Qt"]["version"], found["ICU"]["version"]) == ("6.11.3", "73")
    needs = {line["ref"]: line["dependsOn"] for line in made["dependencies"]}
    assert needs["pkg:pypi/pyside6-essentials@6.11.3"] == ["pkg:pypi/shiboken6@6.11.3"]
    assert needs["pkg:pypi/httpx@0.28.1"] == []
    assert set(needs["pkg:deb/debian/kiosk@0.1.0-1~deb12"]) == {
        part["bom-ref"] for part in made["components"]
    }


def test_the_same_parts_make_the_same_text(app: Path) -> None:
    assert sbom.sbom(sbom.parts(app), "1", 7) == sbom.sbom(sbom.parts(app), "1", 7)
    assert sbom.sbom(sbom.parts(app), "1", 7) != sbom.sbom(sbom.parts(app), "2", 7)


@pytest.mark.parametrize(
    "licence", ["License: GPL-3.0-only", "License: Proprietary", "Summary: nothing about it"]
)
def test_a_licence_that_nobody_looked_at_ends_the_build(app: Path, licence: str) -> None:
    wheel(app, "stranger", "1.0", licence)
    with pytest.raises(trim.Unexpected, match="stranger"):
        sbom.parts(app)


def test_the_list_for_people_says_where_each_text_lies(app: Path) -> None:
    lines = sbom.licences(sbom.parts(app)).splitlines()
    line = next(line for line in lines if line.startswith("httpx"))
    assert re.fullmatch(
        r"httpx +0\.28\.1 +BSD-3-Clause  \(packages/httpx-0\.28\.1\.dist-info/licenses/LICENSE\)", line
    )


def test_the_assets_are_those_of_their_own_page() -> None:
    page = (PROJECT / "assets/README.md").read_text(encoding="utf-8")
    for name, version, licence in sbom.ASSETS:
        assert name.split()[0] in page
        assert version in page
        assert licence.replace("-", " ") in page


LOCKED = re.findall(
    r"^([\w.-]+)==", (PROJECT / "requirements/run.txt").read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.mark.parametrize("name", LOCKED)
def test_the_licence_of_every_locked_package_was_looked_at(name: str) -> None:
    """As installed here; the build asks what it has unpacked, and ends at a licence that nobody knows."""
    try:
        found = distribution(name)
    except PackageNotFoundError:  # locked for another system or Python
        pytest.skip(f"{name} is not needed here")
    folder = Path(str(found.locate_file("")))
    info = next(
        path
        for path in folder.glob("*.dist-info")
        if sbom.canonical(path.name.partition("-")[0]) == sbom.canonical(name)
    )
    assert sbom._of(info, folder).licence
