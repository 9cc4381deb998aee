#!/usr/bin/env python3
"""Collects the program's words, and brings every translation up to date with them.

Without arguments: writes assistant/locale/lookaloud.pot, updates every lookaloud.po by it and
compiles each to lookaloud.mo. `--check` writes nothing and tells what is missing or wrong.
`--add LANGUAGE` begins a new translation.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "assistant"
FOLDER = PACKAGE / "locale"
DOMAIN = "lookaloud"
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
TAG = "Translators:"
COMMENTED = "messages*.py"
"""Files where each message stands below a line that says when it is heard."""
WIDTH = 100
_KEYWORDS = {"_": None, "_n": (1, 2), "_p": ((1, "c"), 2), "_both": ((1, "c"), 2)}
_HEAD = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version|Report-Msgid-Bugs-To'
    rb"|Last-Translator|Language-Team): .*\n",
    re.MULTILINE,
)
"""Left out of the files: dates would differ after each run, and git knows who translated."""
_PERCENT = re.compile(r"%(?:\(\w+\))?[a-z]")
_ENDING = re.compile(r"[.:;,?!)]*\s*$")
_BEGINNING = re.compile(r"^\s*")


def extracted() -> Catalog:
    """Return all messages of the program, each with the comment above it."""
    found = Catalog(charset="utf-8", fuzzy=False)
    found.header_comment = "# Words of Lookaloud. Made by scripts/translate; don't edit this file."
    methods = [("**.py", "python")]
    for name, line, message, _, context in extract_from_dir(
        str(PACKAGE), methods, keywords=_KEYWORDS
    ):
        above = _comment(PACKAGE / name, line)
        place = [(f"assistant/{name}", line)]
        comments = [] if above is None else [above]
        found.add(message, None, place, auto_comments=comments, context=context)
    return found


def uncommented() -> list[str]:
    """Return the places of messages that no comment explains to translators."""
    return [
        f"{name}:{line}"
        for message in extracted()
        for name, line in message.locations
        if Path(name).match(COMMENTED) and _comment(ROOT / name, line) is None
    ]


def translations() -> dict[str, Path]:
    """Return the file of each translation by its language."""
    return {path.parts[-3]: path for path in sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))}


def read(path: Path, language: str) -> Catalog:
    """Return the translation in that file."""
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def problems(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """Yield a line for everything that is missing or wrong in a translation."""
    for wanted in template:
        if not wanted.id:
            continue
        found = catalogue.get(_key(wanted), wanted.context)
        what = repr(wanted.id if isinstance(wanted.id, str) else wanted.id[0])
        if found is None:
            yield f"{what} is missing"
        elif found.fuzzy:
            yield f"{what} is marked as fuzzy: look whether it is right, and take the mark away"
        else:
            yield from (f"{what}: {fault}" for fault in _faults(wanted, found, catalogue))
    known = {(_key(message), message.context) for message in template}
    for message in catalogue:
        if message.id and (_key(message), message.context) not in known:
            yield f"{_key(message)!r} is no longer in the program"


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the text of a .po or .pot file; the same for the same messages."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, ignore_obsolete=True, include_lineno=False)
    return _HEAD.sub(b"", file.getvalue())


def mo_bytes(path: Path, language: str) -> bytes:
    """Return what a .po file is compiled to."""
    file = io.BytesIO()
    write_mo(file, read(path, language))
    return file.getvalue()


def stale() -> Iterator[str]:
    """Yield a line for each file that a run of this script would change."""
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != po_bytes(extracted()):
        yield f"{TEMPLATE.relative_to(ROOT)} is not up to date"
    for language, path in translations().items():
        compiled = path.with_suffix(".mo")
        is_there = compiled.exists()
        if not is_there or _words(compiled.read_bytes()) != _words(mo_bytes(path, language)):
            yield f"{compiled.relative_to(ROOT)} is not up to date"


def _words(compiled: bytes) -> list[tuple[object, ...]]:
    """Return the messages of a .mo file without its head, which holds dates."""
    catalogue = read_mo(io.BytesIO(compiled))
    return [(m.id, m.context, m.string) for m in catalogue if m.id]


def update() -> None:
    """Write the template, and bring every translation up to date with it."""
    template = extracted()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(po_bytes(template))
    for language, path in translations().items():
        catalogue = read(path, language)
        catalogue.update(template, no_fuzzy_matching=True)
        path.write_bytes(po_bytes(catalogue))
        compiled, words = path.with_suffix(".mo"), mo_bytes(path, language)
        if not compiled.exists() or _words(compiled.read_bytes()) != _words(words):
            compiled.write_bytes(words)


def add(language: str) -> None:
    """Begin a translation into another language."""
    path = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        begun = Catalog(locale=language, fuzzy=False)
        begun.header_comment = f"# Lookaloud in {begun.locale.english_name}."
        path.write_bytes(po_bytes(begun))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script; return the exit code: 1 where something is missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a translation, such as pt_BR")
    options = parser.parse_args(arguments)
    if options.add:
        add(options.add)
    if not options.check:
        update()
    template = extracted()
    found = [f"{place}: no line for translators above it" for place in uncommented()]
    found += list(stale())
    for language, path in translations().items():
        lacks = problems(template, read(path, language))
        found += [f"{language}: {line}" for line in lacks]
    for line in found:
        print(line)
    return 1 if found else 0


def _comment(path: Path, line: int) -> str | None:
    """Return the comment for translators above a line, up to the next empty line."""
    lines = _lines(path)
    at = line - 1
    while at >= 0 and lines[at].strip():
        if lines[at].strip().startswith(f"# {TAG}"):
            text = [lines[at].strip()[2:]]
            for further in lines[at + 1 :]:
                if not further.strip().startswith("# "):
                    break
                text.append(further.strip()[2:])
            return " ".join(text)
        at -= 1
    return None


_read: dict[Path, list[str]] = {}


def _lines(path: Path) -> list[str]:
    if path not in _read:
        _read[path] = path.read_text(encoding="utf-8").splitlines()
    return _read[path]


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _faults(wanted: Message, found: Message, catalogue: Catalog) -> Iterator[str]:
    sources = [wanted.id] if isinstance(wanted.id, str) else list(wanted.id)
    texts = [found.string] if isinstance(found.string, str) else list(found.string)
    count = 1 if isinstance(wanted.id, str) else catalogue.num_plurals
    if len(texts) != count or not all(texts):
        yield "not translated"
        return
    for text in texts:
        if _placeholders(text) != _placeholders(sources[-1]):
            yield f"other placeholders in {text!r}"
        for pattern in (_BEGINNING, _ENDING) if len(text) > 1 else ():
            if _mark(pattern, text) != _mark(pattern, sources[-1]):
                yield f"another beginning or ending in {text!r}"


def _placeholders(text: str) -> list[str]:
    if _PERCENT.search(text):
        return sorted(_PERCENT.findall(text))
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _mark(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


if __name__ == "__main__":
    sys.exit(main())
