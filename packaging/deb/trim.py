"""What of Qt goes into the package, and which packages of Debian its libraries want.

A list of what is kept, not of what is left out: a new release of Qt brings new parts, and none of them comes along unseen.
What is GPL-only (virtual keyboard, timeline, Lottie, the Wayland compositor) is not on it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

MODULES = ("Core", "Gui", "Network", "OpenGL", "Qml", "Quick", "Svg", "Widgets")
"""The Python modules that kiosk/ui imports, and those that they import themselves; qasync imports Widgets."""
PLUGINS = {
    "imageformats": ("libqsvg.so", "libqjpeg.so"),
    "platforms": ("libqwayland.so", "libqxcb.so", "libqoffscreen.so"),
    "platforminputcontexts": ("libcomposeplatforminputcontextplugin.so",),
    "wayland-graphics-integration-client": ("libqt-plugin-wayland-egl.so",),
    "wayland-shell-integration": ("libxdg-shell.so",),
    "xcbglintegrations": ("libqxcb-egl-integration.so", "libqxcb-glx-integration.so"),
}
QML = (
    "QtQml/qmldir", "QtQml/libqmlplugin.so", "QtQml/Models", "QtQml/WorkerScript",
    "QtQuick/qmldir", "QtQuick/libqtquick2plugin.so", "QtQuick/Window", "QtQuick/Shapes",
)  # fmt: skip
GPL_ONLY = re.compile(
    r"VirtualKeyboard|Charts|Graphs|DataVisualization|Quick3D|Timeline|Lottie|ShaderTools|HttpServer|NetworkAuth"
    r"|WaylandCompositor|wayland-compositor|qtvirtualkeyboard",
)
"""Names of files that are under the GPL and no freer licence."""
X11_ONLY = re.compile(r"libqxcb|libQt6XcbQpa|libcompose")
"""Loaded only on an X server: what they want is recommended, not needed."""
NOT_AT_RUN_TIME = ("setuptools", "wheel", "packaging", "_distutils_hack", "pkg_resources")
"""Locked in run.txt because an editable install of a clone is built with them."""

LIBRARIES = {
    "ld-linux-aarch64.so.1": "libc6", "ld-linux-x86-64.so.2": "libc6", "libc.so.6": "libc6", "libdl.so.2": "libc6",
    "libm.so.6": "libc6", "libpthread.so.0": "libc6", "libresolv.so.2": "libc6", "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libEGL.so.1": "libegl1", "libICE.so.6": "libice6", "libSM.so.6": "libsm6", "libGL.so.1": "libgl1", "libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlicommon.so.1": "libbrotli1", "libbrotlidec.so.1": "libbrotli1", "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6", "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0", "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6", "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1",
    "libxkbcommon.so.0": "libxkbcommon0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1", "libxcb.so.1": "libxcb1", "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0", "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0", "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0", "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1", "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-xkb.so.1": "libxcb-xkb1",
}  # fmt: skip
"""The package of each library that comes from Debian. One that is not here ends the build: somebody has to look."""
RENAMED = {"libglib2.0-0": "libglib2.0-0t64 | libglib2.0-0"}
"""Since Debian 13, for times after 2038."""


class Unexpected(Exception):
    """The wheels are not what this file says of them."""


def wanted(library: Path) -> tuple[str, ...]:
    """The names of the libraries that one wants to be loaded with."""
    said = subprocess.run(
        ["readelf", "--dynamic", library], capture_output=True, text=True, check=True
    ).stdout
    return tuple(re.findall(r"\(NEEDED\).*\[(.*)\]", said))


def trim(packages: Path) -> None:
    """Leaves of the unpacked wheels in `packages` what the display loads."""
    for name in NOT_AT_RUN_TIME:
        for path in (*packages.glob(name), *packages.glob(f"{name}-*.dist-info")):
            shutil.rmtree(path)
    for path in packages.glob("*.pth"):
        path.unlink()
    shutil.rmtree(packages / "bin", ignore_errors=True)
    qt = packages / "PySide6"
    kept = set(_kept(qt))
    missing = [path for path in kept if not path.exists()]
    if missing:
        raise Unexpected(f"the wheels have no {', '.join(str(path.relative_to(qt)) for path in missing)}")
    for path in _closed(kept, packages):
        kept.add(path)
    for path in sorted(qt.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()
    for path in packages.rglob("*"):
        if path.is_file() and path.suffix in (".pyi", ".qmltypes"):
            path.unlink()
    found = [path.name for path in qt.rglob("*") if GPL_ONLY.search(path.name)]
    if found:
        raise Unexpected(f"under the GPL alone: {', '.join(sorted(found))}")


def _kept(qt: Path) -> Iterator[Path]:
    yield from qt.glob("*.py")
    yield from (qt / "support").rglob("*.py")
    yield from qt.glob("libpyside6*.abi3.so.*")
    yield from (qt / f"Qt{module}.abi3.so" for module in MODULES)
    for folder, names in PLUGINS.items():
        yield from (qt / "Qt" / "plugins" / folder / name for name in names)
    for name in QML:
        path = qt / "Qt" / "qml" / name
        yield from (inside for inside in path.rglob("*") if inside.is_file()) if path.is_dir() else (path,)


def _closed(kept: set[Path], packages: Path) -> Iterator[Path]:
    """The libraries of the wheels that those in `kept` want, and those want, and so on."""
    folders = (packages / "PySide6" / "Qt" / "lib", packages / "PySide6", packages / "shiboken6")
    ahead = [path for path in kept if ".so" in path.name]
    seen = set(ahead)
    while ahead:
        for name in wanted(ahead.pop()):
            found = next((folder / name for folder in folders if (folder / name).exists()), None)
            if found is not None and found not in seen:
                seen.add(found)
                ahead.append(found)
                yield found


def needs(packages: Path, *, renamed: bool) -> tuple[set[str], set[str]]:
    """The packages of Debian that the trimmed wheels need, and those that they need on an X server only."""
    libraries = [path for path in packages.rglob("*") if ".so" in path.name and path.is_file()]
    own = {path.name for path in libraries}
    always, on_x11 = set[str](), set[str]()
    for path in libraries:
        for name in wanted(path):
            if name in own:
                continue
            if name not in LIBRARIES:
                raise Unexpected(f"{path.name} wants {name}: add its package to packaging/deb/trim.py")
            package = LIBRARIES[name]
            (on_x11 if X11_ONLY.match(path.name) else always).add(
                RENAMED.get(package, package) if renamed else package
            )
    return always, on_x11 - always
