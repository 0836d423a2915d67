"""What the package is made of: an SBOM (CycloneDX 1.6, JSON) and a list of licences, from what lies in it.

Read from the wheels' own metadata after they were unpacked, not from a list that could be older. A licence that is not told
plainly, and one that nobody has looked at, end the build.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from trim import Unexpected

TOLD_ELSEWHERE = {"segno": "BSD-3-Clause"}
"""Its metadata says BSD; its licence file, which."""
ACCEPTED = re.compile(
    r"(Apache-2\.0|BSD-[23]-Clause|EPL-2\.0|LGPL-2\.1-or-later|LGPL-3\.0-only|MIT|MIT-0|MPL-2\.0|OFL-1\.1|PSF-2\.0)"
)
"""At least one choice of each expression has to be one of these: others were never looked at."""
BUNDLED = (
    ("Qt", "LGPL-3.0-only", r"PySide6/Qt/lib/libQt6Core\.so"),
    ("ICU", "Unicode-3.0", r"PySide6/Qt/lib/libicudata\.so"),
)
"""Libraries that lie in a wheel: name, licence, the file that says that it is there."""
ASSETS = (
    ("Inter", "4.1", "OFL-1.1"),
    ("Noto Sans Arabic", "2.012", "OFL-1.1"),
    ("Noto Sans JP", "2.004", "OFL-1.1"),
    ("Phosphor Icons", "2.1.1", "MIT"),
)
"""As assets/README.md says; tests hold the two together."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that somebody else made."""

    name: str
    version: str
    licence: str
    kind: str = "library"
    purl: str | None = None
    needs: tuple[str, ...] = ()
    texts: tuple[str, ...] = field(default=())
    """Where the licence's text lies in the application."""

    @property
    def ref(self) -> str:
        return self.purl or f"{self.name.lower().replace(' ', '-')}@{self.version}"


def parts(app: Path) -> list[Part]:
    """Everything in `app` that has another author."""
    packages = app / "packages"
    found = [_of(path, app) for path in sorted(packages.glob("*.dist-info"))]
    pyside = next(part for part in found if canonical(part.name) == "pyside6-essentials")
    for name, licence, sign in BUNDLED:
        files = [path for path in packages.rglob("*.so*") if re.search(sign, path.as_posix())]
        for path in files[:1]:
            version = pyside.version if name == "Qt" else path.name.rpartition(".")[2]
            found.append(Part(name, version, licence))
    return found + [Part(name, version, licence, "data") for name, version, licence in ASSETS]


def _of(info: Path, app: Path) -> Part:
    said = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
    name, version = str(said["Name"]), str(said["Version"])
    licence = TOLD_ELSEWHERE.get(name) or said["License-Expression"] or said["License"] or ""
    if not ACCEPTED.search(licence) or "\n" in licence:
        raise Unexpected(f"the licence of {name} is {licence!r}: look at it, and at packaging/deb/sbom.py")
    wants = [re.split(r"[^\w.-]", text, maxsplit=1)[0] for text in said.get_all("Requires-Dist", [])
             if "extra ==" not in text]  # fmt: skip
    texts = sorted(
        path.relative_to(app).as_posix()
        for path in info.rglob("*")
        if re.match(r"(?i)(licen[cs]e|copying|notice|edl|epl)", path.name) and path.is_file()
    )
    purl = f"pkg:pypi/{canonical(name)}@{version}"
    return Part(
        name, version, licence, purl=purl, needs=tuple(sorted({*map(canonical, wants)})), texts=tuple(texts)
    )


def canonical(name: str) -> str:
    """As package indexes write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sbom(found: list[Part], version: str, epoch: int) -> str:
    """CycloneDX 1.6. The same parts make the same text."""
    by_name = {canonical(part.name): part.ref for part in found}
    own = f"pkg:deb/debian/kiosk@{version}"
    components = [_component(part) for part in found]
    dependencies = [{"ref": own, "dependsOn": sorted(part.ref for part in found)}]
    dependencies += [
        {"ref": part.ref, "dependsOn": sorted(by_name[name] for name in part.needs if name in by_name)}
        for part in found
    ]
    body: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": own, "name": "kiosk", "version": version, "purl": own,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": components,
        "dependencies": dependencies,
    }  # fmt: skip
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return (
        json.dumps({**body, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}"}, indent=1)
        + "\n"
    )


def _component(part: Part) -> dict[str, Any]:
    simple = re.fullmatch(r"[\w.-]+", part.licence)
    licence = {"license": {"id": part.licence}} if simple else {"expression": part.licence}
    made: dict[str, Any] = {
        "type": part.kind, "bom-ref": part.ref, "name": part.name, "version": part.version, "licenses": [licence],
    }  # fmt: skip
    return made | ({"purl": part.purl} if part.purl else {})


def licences(found: list[Part]) -> str:
    """For people: a line for each part."""
    width = max(len(part.name) for part in found)
    lines = [
        f"{part.name:{width}}  {part.version:10}  {part.licence}"
        + (f"  ({part.texts[0]})" if part.texts else "")
        for part in found
    ]
    return (
        "What is in this package beside Kiosk (MIT) itself; paths are under /usr/lib/kiosk/app.\n\n"
        + "\n".join(lines)
        + "\n"
    )
