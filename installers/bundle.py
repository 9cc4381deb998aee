"""Decides what is inside the installed program, and what its components are made of.

Everything follows from the names of the extras in pyproject.toml, from the packages that are
installed beside this Python and from requirements.lock: no list of packages is kept by hand.
"""

from __future__ import annotations

import json
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path, PurePath, PurePosixPath

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
BUNDLED = ("camera", "hearing", "ocr", "pyttsx3", "server")
"""Extras that the installed program has from the start: text is read and questions are heard with
no download at all."""
COMPONENTS = ("vision", "openai-whisper")
"""Extras that a user adds after the installation. Each brings PyTorch."""
TORCH = "torch"
"""A component of its own that others need; its build depends on the graphics card."""
WITHOUT_WHEEL = frozenset({"docopt", "openai-whisper"})
"""The index has these as source only. They are small and need no compiler: the installer brings
them along, and the component that needs them takes them from there."""
NEVER = re.compile(r"""\s*(and\s*)?sys_platform == ['"]never['"]""")
"""How pyproject.toml leaves out what belongs to PyTorch."""
EXCLUDED_MODULES = frozenset(
    {"tkinter", "_tkinter", "turtle", "turtledemo", "idlelib", "lib2to3", "test", "ensurepip"}
    | {
        "msilib",
        "_msi",
        "curses",
        "_curses",
        "_curses_panel",
        "readline",
        "nis",
        "_dbm",
        "_gdbm",
        "antigravity",
    }
)
"""Parts of the standard library that nothing here needs, and that need libraries of their own."""
SYSTEM = ("/lib", "/usr/lib")

FOLLOWED = frozenset({"pyside6-essentials", "shiboken6", "onnxruntime", "opencv-python-headless"})
"""What PyInstaller finds of these by itself is all that is used of them."""
NO_DATA = frozenset({".py", ".pyc", ".pyi", ".pyx", ".pxd", ".c", ".h", ".cpp", ".pyd", ".dylib"})
UNWANTED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(^|/)__pycache__/",
        r"\.dist-info/direct_url\.json$",  # where on the builder's disk a package came from
        r"PySide6/Qt/translations/(?!qtbase_(de|en)\b)",  # other languages than the program's
        r"PySide6/Qt/qml/",
        r"libQt6(Qml|Quick|Pdf|VirtualKeyboard)",
        r"plugins/(platforminputcontexts/libqtvirtualkeyboard|imageformats/libqpdf)",
        r"plugins/(egldeviceintegrations|networkinformation|tls|qmltooling)/",
        r"plugins/platformthemes/libqgtk3",  # brings GTK and all that it needs
        r"plugins/platforms/libq(vnc|linuxfb|minimalegl|eglfs)",
    )
)

Distributions = dict[str, metadata.Distribution]


def closure(requirements: Iterable[str]) -> Distributions:
    """Return all packages that the requirements bring, by their names; absent ones are left out.

    A package is absent where its marker holds and the lock file leaves it out: PyTorch's Triton.
    """
    found: Distributions = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        waiting += _needed(found[name], extras)
    return found


def _needed(package: metadata.Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in package.requires or ():
        wanted = Requirement(text)
        marker = wanted.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
            yield wanted


def bundled() -> Distributions:
    """Return the packages inside the installed program."""
    return closure([f"lookaloud[{','.join(BUNDLED)}]"])


def import_names(packages: Iterable[metadata.Distribution]) -> set[str]:
    """Return the top-level modules of packages."""
    wanted = {canonicalize_name(package.name) for package in packages}
    return {
        module
        for module, owners in metadata.packages_distributions().items()
        if any(canonicalize_name(owner) in wanted for owner in owners)
    }


def strangers() -> set[str]:
    """Return the modules that are installed here and must not get into the program."""
    inside = bundled()
    others = [one for one in metadata.distributions() if canonicalize_name(one.name) not in inside]
    return (import_names(others) - import_names(inside.values())) | EXCLUDED_MODULES


def modules(packages: Distributions) -> set[str]:
    """Return what is imported by name only, or by a component: no import statement tells of it."""
    names = set(_standard_modules()) | set(_own_modules())
    for name, package in packages.items():
        if name not in FOLLOWED:
            names.update(filter(None, map(_module, package.files or ())))
    return names


def _own_modules() -> Iterator[str]:
    for path in (ROOT / "assistant").rglob("*.py"):
        yield from filter(None, [_module(PurePosixPath(path.relative_to(ROOT)))])


def _standard_modules() -> Iterator[str]:
    """Yield the modules of the standard library: a component may need any of them."""
    library = Path(sysconfig.get_path("stdlib"))
    for path in library.rglob("*.py"):
        name = _module(PurePosixPath(path.relative_to(library)))
        if name and name.partition(".")[0] in sys.stdlib_module_names:
            yield name
    yield from (name for name in sys.stdlib_module_names if name not in EXCLUDED_MODULES)


def _module(path: PurePath) -> str:
    """Return the module that a file of a package is; empty for a test or no module at all."""
    if path.suffix != ".py" or _is_test(path) or path.parts[0] in EXCLUDED_MODULES:
        return ""
    parts = path.with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "__init__" else parts
    return ".".join(parts) if all(part.isidentifier() for part in parts) else ""


def _is_test(path: PurePath) -> bool:
    return bool({"test", "tests", "idle_test", "__pycache__"} & set(path.parts))


def data_files(packages: Distributions) -> Iterator[tuple[Path, str]]:
    """Yield what packages keep beside their modules, and the folder it goes to."""
    for path in (ROOT / "assistant").rglob("*"):
        if path.is_file() and path.suffix not in {".py", ".po", ".pot", ".pyc"}:
            yield path, str(path.parent.relative_to(ROOT))
    for name, package in packages.items():
        if name not in FOLLOWED | {"lookaloud", "numpy"}:
            yield from _data_files(package)


def _data_files(package: metadata.Distribution) -> Iterator[tuple[Path, str]]:
    for file in package.files or ():
        is_data = file.suffix not in NO_DATA and ".so" not in file.suffixes
        is_beside = file.parts[0] != ".." and not file.parts[0].endswith((".dist-info", ".libs"))
        if is_data and is_beside and len(file.parts) > 1 and not _is_test(file):
            yield Path(str(package.locate_file(file))), str(file.parent)


def files_of(name: str) -> Iterator[tuple[Path, str]]:
    """Yield all files of a package as pip installed them, and their folders."""
    package = metadata.distribution(name)
    for file in package.files or ():
        if file.parts[0] != ".." and file.suffix != ".pyc":
            yield Path(str(package.locate_file(file))), str(file.parent)


def is_wanted(name: str, source: str) -> bool:
    """Return whether a file that PyInstaller found goes into the program.

    The libraries of a Linux system stay the system's: its drivers, sound server and desktop load
    the same ones, and the distribution mends them. The .deb depends on their packages.
    """
    is_of_system = sys.platform == "linux" and source.startswith(SYSTEM)
    return not is_of_system and not any(pattern.search(name) for pattern in UNWANTED)


def components(lock: Path = ROOT / "requirements.lock") -> dict[str, object]:
    """Return what the installed program must know to add its components, as JSON values."""
    inside, pins = set(bundled()), pinned(lock.read_text("utf-8"))
    torch = set(closure([TORCH]))
    result: dict[str, object] = {TORCH: _component(torch - inside - {TORCH}, pins)}
    for extra in COMPONENTS:
        names = set(closure([f"lookaloud[{extra}]"])) - inside - torch
        result[extra] = _component(names, pins)
    return {"bundled": sorted(BUNDLED), "torch": torch_version(), "components": result}


def _component(names: set[str], pins: Mapping[str, str]) -> dict[str, object]:
    return {
        "requirements": [pins[name] for name in sorted(names - WITHOUT_WHEEL)],
        "shipped": sorted(names & WITHOUT_WHEEL),
    }


def pinned(lock: str) -> dict[str, str]:
    """Return each package's version and hashes as a line for pip, by name, for this Python."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", lock):
        lines = [line.strip() for line in block.splitlines() if not line.strip().startswith("#")]
        head, _, hashes = " ".join(lines).replace("\\", "").partition("--hash")
        wanted, _, marker = head.strip().partition(" ; ")
        marker = NEVER.sub("", marker).strip()
        if wanted and (not marker or Marker(marker).evaluate()):
            name = canonicalize_name(wanted.partition("==")[0])
            found[name] = f"{wanted.strip()} --hash{' '.join(hashes.split())}"
    return found


def torch_version() -> str:
    """Return the version that scripts/common.sh names."""
    text = (ROOT / "scripts/common.sh").read_text("utf-8")
    match = re.search(r"^torch_version=(\S+)$", text, re.MULTILINE)
    assert match is not None, "scripts/common.sh names no torch_version"
    return match.group(1)


if __name__ == "__main__":
    print(json.dumps(components(), indent=1))
