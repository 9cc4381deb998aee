"""Pure: what `scanimage` tells of scanners and their options, and what it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LIST_FORMAT = "%d\t%v\t%m\t%t%n"
"""Of `scanimage --formatted-device-list`: id, vendor, model and type of each device."""
NO_SCANNERS = frozenset({"still camera", "video camera", "frame grabber"})
"""Types of devices that SANE drives too; so are all that come through Video4Linux."""
A4 = (210.0, 297.0)
"""Millimetres. A scanner that is set to much less is asked for so much; more is left as it is."""
MUCH_LESS = 0.9
"""Letter paper has 0.94 of the length of A4, and what is set to that is meant so."""
_CAMERAS = "v4l:"
_ID = re.compile(r"[a-z0-9_-]+:", re.IGNORECASE)
_OPTION = re.compile(r"\s+(--?[a-zA-Z][\w-]*)(?:\[?=| |$)(.*)")
_NOTE = re.compile(r" \[")
_STEPS = re.compile(r" \(in steps of [^)]*\)$")
_RANGE = re.compile(r"(-?[\d.]+)\.\.(-?[\d.]+)[a-z%]*$")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PROGRESS = re.compile(r"Progress: (\d+(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class ScannerDevice:
    """A scanner that can be chosen."""

    number: int
    """Its place in the list, from 0."""
    id: str
    """As SANE calls it: "genesys:libusb:001:005". It may be another one after the next start."""
    name: str
    """As its maker calls it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a scanner, as it can be set now."""

    choices: tuple[str, ...] = ()
    low: float | None = None
    """Of a range; None for a list of choices."""
    high: float | None = None
    value: str = ""


def is_id(text: str) -> bool:
    """Whether a text is SANE's own name of a scanner: that of its driver and a colon first."""
    return _ID.match(text) is not None


def devices_of(text: str) -> list[ScannerDevice]:
    """Return the scanners in a list made with `LIST_FORMAT`; cameras are left out."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        parts = line.split("\t")
        if len(parts) != 4 or parts[3] in NO_SCANNERS or parts[0].startswith(_CAMERAS):
            continue
        found.append((parts[0], " ".join(f"{_vendor(parts[1])} {parts[2]}".split())))
    return [ScannerDevice(number, *both) for number, both in enumerate(found)]


def _vendor(text: str) -> str:
    return "" if text == "Noname" else text


def progress_of(line: str) -> float | None:
    """Return the percentage that a line of `scanimage --progress` tells, 0 to 100."""
    found = _PROGRESS.match(line)
    return float(found[1]) if found is not None else None


def options_of(text: str) -> dict[str, Option]:
    """Return the options that can be set, out of `scanimage --all-options`, by name with hyphens.

    Those that are read only, or have no effect as others are set now, are left out.
    """
    return dict(_options(text))


def _options(text: str) -> Iterator[tuple[str, Option]]:
    for line in text.splitlines():
        found = _OPTION.fullmatch(line)
        if found is None:
            continue
        allowed, *notes = _NOTE.split(found[2])
        notes = [note.removesuffix("]") for note in notes]
        if not {"inactive", "read-only", "hardware"}.isdisjoint(notes):
            continue
        allowed = _STEPS.sub("", allowed)
        value = notes[0] if notes and notes[0] != "advanced" else ""
        is_range = _RANGE.fullmatch(allowed)
        if is_range is not None:
            yield found[1], Option((), float(is_range[1]), float(is_range[2]), value)
        else:
            yield found[1], Option(tuple(allowed.split("|")), value=value)


def has_feeder(options: Mapping[str, Option]) -> bool:
    """Whether the scanner takes sheets by itself."""
    return _feeder(options) is not None


def arguments(options: Mapping[str, Option], resolution: int, *, is_feeder: bool) -> list[str]:
    """Return what to ask `scanimage` for: colour, that many dots an inch, a whole page.

    What the scanner does not know is not asked for. The source comes first and the place last, as
    drivers set others anew with each.
    """
    source = _feeder(options) if is_feeder else _glass(options)
    found = [f"--source={source}"] if source else []
    mode = _mode(options)
    found += [f"--mode={mode}"] if mode else []
    depth = options.get("--depth")
    if depth is not None and any(_number(choice) == 8 for choice in depth.choices):
        found.append("--depth=8")
    dots = _resolution(options, resolution)
    found += [f"--resolution={dots}"] if dots else []
    for name, wanted in zip(("-x", "-y"), A4, strict=True):
        side = options.get(name)
        if side is None or side.high is None:
            continue
        now = _number(side.value)
        if now is not None and now < MUCH_LESS * min(wanted, side.high):
            found += [name, f"{min(wanted, side.high):g}"]
    return found


def _feeder(options: Mapping[str, Option]) -> str | None:
    """Return the source that takes sheets one by one and scans their front."""
    feeders = [
        source
        for source in _sources(options)
        if "adf" in source.casefold() or "feeder" in source.casefold()
    ]
    fronts = [
        one for one in feeders if not any(word in one.casefold() for word in ("duplex", "back"))
    ]
    return next(iter([*fronts, *feeders]), None)


def _glass(options: Mapping[str, Option]) -> str | None:
    words = ("flatbed", "platen", "glass", "normal")
    sources = _sources(options)
    return next((one for word in words for one in sources if word in one.casefold()), None)


def _sources(options: Mapping[str, Option]) -> tuple[str, ...]:
    return options.get("--source", Option()).choices


def _mode(options: Mapping[str, Option]) -> str | None:
    modes = options.get("--mode", Option()).choices
    for words in (("color", "colour"), ("gray", "grey")):
        fit = [one for one in modes if any(word in one.casefold() for word in words)]
        plain = [
            one
            for one in fit
            if not any(w in one.casefold() for w in ("48", "16 bit", "16bit", "halftone", "diff"))
        ]
        if fit:
            return (plain or fit)[0]
    return None


def _resolution(options: Mapping[str, Option], wanted: int) -> str | None:
    """Return the next finer resolution that the scanner has, else its finest."""
    known = options.get("--resolution")
    if known is None:
        return None
    if known.low is not None and known.high is not None:
        return f"{min(max(wanted, known.low), known.high):g}"
    numbers = sorted(n for one in known.choices if (n := _number(one)) is not None)
    fine = [number for number in numbers if number >= wanted]
    return f"{(fine or numbers[-1:])[0]:g}" if numbers else None


def _number(text: str) -> float | None:
    found = _NUMBER.match(text)
    return float(found[0]) if found is not None else None
