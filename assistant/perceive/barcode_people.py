"""Pure: people, appointments and bank transfers in codes. None for what holds nothing of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import wording
from assistant.perceive.barcode_contents import Content, digits, fields, part, properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.perceive.barcode_contents import Property

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2})(?::?\d{2})?(Z?))?")


def mecard(text: str) -> Content | None:
    """Return a contact as phones in Japan began to write it."""
    kinds = {"N": "name", "ORG": "organization", "TEL": "phone", "EMAIL": "email"}
    kinds |= {"ADR": "address", "URL": "link", "NOTE": "note", "BDAY": "birthday"}
    found = [
        (kinds[name], _named(value) if name == "N" else value)
        for name, value in fields(text)
        if name in kinds
    ]
    return _contact(text, found)


def _named(value: str) -> str:
    """Return "family,given" as it is spoken."""
    family, comma, given = value.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else value


def vcard(text: str) -> Content | None:
    """Return a contact of RFC 6350."""
    return _contact(text, list(_vcard_parts(properties(text))))


def _vcard_parts(lines: Iterable[Property]) -> Iterator[tuple[str, str]]:
    lines = list(lines)
    names = [line.text for line in lines if line.name == "FN" and line.text]
    if not names:
        names = [" ".join(_given_first(line.parts)) for line in lines if line.name == "N"]
    yield from (("name", name) for name in names[:1])
    kinds = {"ORG": "organization", "TITLE": "title", "TEL": "phone", "EMAIL": "email"}
    kinds |= {"ADR": "address", "URL": "link", "NOTE": "note", "BDAY": "birthday"}
    for line in lines:
        if line.name in ("ADR", "ORG"):
            yield kinds[line.name], messages.COMMA.join(part for part in line.parts if part)
        elif line.name in kinds:
            yield kinds[line.name], line.text.removeprefix("tel:").removeprefix("mailto:")


def _given_first(parts: list[str]) -> list[str]:
    """Return a name's parts in the order they are spoken; vCard has family, given, middle."""
    return [part for part in (*parts[1:3], *parts[:1]) if part]


def _contact(text: str, parts: Iterable[tuple[str, str]]) -> Content | None:
    said = [
        messages.CODE_CONTACT_PARTS[kind].format(value=part(value))
        for kind, value in parts
        if wording.clean(value)
    ]
    if not said:
        return None
    return Content(messages.CODE_CONTACT.format(parts=messages.COMMA.join(said).rstrip(".")), text)


def event(text: str) -> Content | None:
    """Return an appointment of RFC 5545."""
    found = {line.name: line for line in reversed(properties(text))}
    said: list[str] = []
    if "SUMMARY" in found:
        said.append(part(found["SUMMARY"].text))
    times = (("DTSTART", messages.CODE_EVENT_FROM), ("DTEND", messages.CODE_EVENT_TO))
    for name, template in times:
        time = _time(found[name].value) if name in found else ""
        if time:
            said.append(template.format(time=time))
    if "LOCATION" in found:
        said.append(messages.CODE_EVENT_AT.format(place=part(found["LOCATION"].text)))
    if not said:
        return None
    return Content(messages.CODE_EVENT.format(parts=messages.COMMA.join(said).rstrip(".")), text)


def _time(value: str) -> str:
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return part(value)
    year, month, day, hour, minute, is_utc = match.groups()
    time = f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "")
    return messages.CODE_TIME_UTC.format(time=time) if is_utc else time


def transfer(text: str) -> Content | None:
    """Return a SEPA transfer: EPC069-12, lines in a fixed order."""
    lines = [line.strip() for line in text.splitlines()] + [""] * 12
    name, account, amount = part(lines[5]), lines[6].replace(" ", ""), lines[7]
    if lines[3] != "SCT" or not name or not account:
        return None
    said = {"name": name, "account": digits(account) if len(account) < 40 else part(account)}
    if amount:
        shown = f"{amount[3:]} {amount[:3]}"
        words = messages.CODE_TRANSFER_AMOUNT.format(amount=part(shown), **said)
    else:
        words = messages.CODE_TRANSFER.format(**said)
    purpose = part(lines[9] or lines[10])
    if purpose:
        words = f"{words} {messages.CODE_TRANSFER_TEXT.format(text=purpose.rstrip('.'))}"
    return Content(words, account)
