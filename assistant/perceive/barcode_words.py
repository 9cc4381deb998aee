"""Pure: what a code holds, in words that a person understands. Nothing is ever opened.

A country's prefix in a product number is not told: it says where the number was given out, not
where the product comes from. A password is never spoken; it can be copied.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from assistant import messages
from assistant.perceive import barcode_links, barcode_people, wording
from assistant.perceive.barcode_contents import (
    Content,
    check_digit_is_right,
    digits,
    fields,
    goods,
    goods_date,
    is_digits,
    part,
)
from assistant.types import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.perceive.barcodes import Barcode
    from assistant.types import Bounds

TEXT_CHARACTERS = 400
"""Of a text in a code; about half a minute of speech."""
FILLS = 0.5
"""A code that takes this share of the picture's width or height is told without its place."""
_PRODUCTS = {"EAN-13", "EAN-8", "UPC-A", "UPC-E", "ISBN"}
_UNCHECKED = {"ITF", "ITF-14", "Codabar", "Code 39", "Telepen", "Telepen Alpha", "Telepen Numeric"}
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,10})?"
_GEO = re.compile(rf"geo:({_NUMBER}),({_NUMBER})(?:[,;?].*)?", re.IGNORECASE | re.DOTALL)
_OTHER_LINK = re.compile(r"([a-z][a-z0-9+.-]{1,20}):(?=\S)\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@:;,]+@[^\s@:;,]+\.[^\s@:;,]+")


def statement(code: Barcode, picture: Bounds) -> Statement:
    """Return what is said of a code; `picture` is where the picture lies on the desktop."""
    words = content(code).words
    is_qr = "QR" in code.format
    if _fills(code.bounds, picture):
        template = messages.CODE_QR_ALONE if is_qr else messages.CODE_BAR_ALONE
        text = template.format(content=words)
    else:
        template = messages.CODE_QR if is_qr else messages.CODE_BAR
        text = template.format(content=words, place=place(code.bounds, picture))
    return Statement(text, Source.OCR, bounds=code.bounds)


def place(bounds: Bounds, picture: Bounds) -> str:
    """Return which of nine parts of the picture the middle of a rectangle lies in."""
    x, y = bounds.center
    column = min(2, max(0, 3 * (x - picture.x) // max(1, picture.width)))
    row = min(2, max(0, 3 * (y - picture.y) // max(1, picture.height)))
    return messages.READING_PLACES[row][column]


def ordered(codes: Iterable[Barcode]) -> list[Barcode]:
    """Return codes from top to bottom, each once: one code may stand on a picture several times."""
    found: dict[tuple[str, bytes], Barcode] = {}
    for code in sorted(codes, key=lambda code: (code.bounds.y, code.bounds.x)):
        found.setdefault((code.format, code.data), code)
    return list(found.values())


def content(code: Barcode) -> Content:
    """Return what the code holds. Never raises, whatever is written there."""
    text = "".join(c if c.isprintable() or c in "\r\n\t" else " " for c in code.text).strip()
    if not text:
        return Content(_binary(code.data), "")
    if code.is_gs1:
        return Content(_goods(text), text)
    if code.format in _PRODUCTS:
        return Content(_product(text), _shown_number(text))
    if code.format in _UNCHECKED:
        return Content(_unchecked(text), text)
    for begin, read in _READERS:
        if text[: len(begin)].upper() == begin:
            return read(text) or _plain(text)
    return _link(text) or _plain(text)


def _fills(bounds: Bounds, picture: Bounds) -> bool:
    return bounds.width >= FILLS * picture.width or bounds.height >= FILLS * picture.height


def _binary(data: bytes) -> str:
    return messages.code_binary(len(data)) if data else messages.CODE_EMPTY


def _plain(text: str) -> Content:
    said = wording.shorten(wording.lines_as_one(text), TEXT_CHARACTERS)
    return Content(messages.CODE_TEXT.format(text=said) if said else messages.CODE_EMPTY, text)


# -- numbers ----------------------------------------------------------------------------------


def _shown_number(text: str) -> str:
    """Return a product number as it is printed: a UPC has twelve digits, without the leading 0."""
    return text[1:] if len(text) == 13 and text.startswith("0") else text


def _product(text: str) -> str:
    number = _shown_number(text)
    spoken = digits(number)
    if not check_digit_is_right(text):
        return messages.CODE_PRODUCT_WRONG.format(digits=spoken)
    if len(text) == 13 and text.startswith(("978", "9791", "9798")):
        return messages.CODE_ISBN.format(digits=spoken)
    if len(text) == 13 and text.startswith("977"):
        return messages.CODE_ISSN.format(digits=spoken)
    if len(text) == 13 and (text[0] == "2" or text[:2] in ("02", "04")):
        return messages.CODE_PRODUCT_STORE.format(digits=spoken)
    return messages.CODE_PRODUCT.format(digits=spoken)


def _unchecked(text: str) -> str:
    if not is_digits(text):
        return messages.CODE_LETTERS.format(text=part(text))
    if len(text) == 14 and check_digit_is_right(text):
        return messages.CODE_PRODUCT.format(digits=digits(text))
    return messages.CODE_NUMBER.format(digits=digits(text))


def _goods(text: str) -> str:
    parts = [_goods_part(name, value) for name, value in goods(text)]
    return messages.COMMA.join(parts) + "." if parts else messages.CODE_TEXT.format(text=part(text))


def _goods_part(name: str, value: str) -> str:
    if name in ("11", "13", "15", "16", "17") and (date := goods_date(value)):
        year, month, day = date
        shown = f"{year:04}-{month:02}-{day:02}"
        value = shown if day else messages.CODE_GOODS_MONTH.format(month=month, year=year)
    elif name[:3] == "310" and len(name) == 4 and is_digits(value):
        kilograms = int(value) / 10 ** int(name[3])
        return messages.CODE_GOODS_WEIGHT.format(value=f"{kilograms:g}")
    elif name in ("00", "01", "02") and is_digits(value):
        value = digits(value)
    template = messages.CODE_GOODS.get(name)
    if template is None:
        return messages.CODE_GOODS_OTHER.format(identifier=name, value=part(value))
    return template.format(value=part(value))


# -- links, mail, phone -----------------------------------------------------------------------


def _link(text: str) -> Content | None:
    parts = barcode_links.split(text)
    if parts is not None:
        return Content(barcode_links.words(parts), text)
    if _ADDRESS.fullmatch(text):
        return Content(messages.CODE_EMAIL.format(address=part(text)), text)
    other = _OTHER_LINK.fullmatch(text)
    if other is None or other[1].lower() in ("http", "https"):
        return None
    return Content(messages.CODE_LINK_OTHER.format(scheme=other[1].lower()), text)


def _with_text(first: str, subject: str = "", body: str = "") -> str:
    sentences = [first]
    if subject := part(subject):
        sentences.append(messages.CODE_SUBJECT.format(text=subject.rstrip(".")))
    if body := wording.shorten(wording.lines_as_one(body), TEXT_CHARACTERS):
        sentences.append(messages.CODE_BODY.format(text=body))
    return " ".join(sentences)


def _query(text: str) -> Mapping[str, str]:
    """Return the options behind a question mark, names in small letters; the first of each."""
    try:
        found = parse_qs(text, max_num_fields=50)
    except ValueError:
        return {}
    return {name.lower(): values[0] for name, values in reversed(found.items())}


def _mail_link(text: str) -> Content | None:
    address, _, query = text[len("mailto:") :].partition("?")
    options = _query(query.replace("+", "%2B"))
    to = part(unquote(address) or options.get("to", ""))
    if not to:
        return None
    first = messages.CODE_EMAIL.format(address=to)
    return Content(_with_text(first, options.get("subject", ""), options.get("body", "")), to)


def _mail(text: str) -> Content | None:
    found = dict(reversed(fields(text)))
    to = part(found.get("TO", ""))
    if not to:
        return None
    first = messages.CODE_EMAIL.format(address=to)
    return Content(_with_text(first, found.get("SUB", ""), found.get("BODY", "")), to)


def _mail_by_colons(text: str) -> Content | None:
    to, _, rest = text[len("SMTP:") :].partition(":")
    subject, _, body = rest.partition(":")
    if not (to := part(to)):
        return None
    return Content(_with_text(messages.CODE_EMAIL.format(address=to), subject, body), to)


def _phone(text: str) -> Content | None:
    number = part(unquote(text[len("tel:") :]))
    return Content(messages.CODE_PHONE.format(number=number), number) if number else None


def _sms(text: str) -> Content | None:
    rest = text.partition(":")[2]
    number, colon, body = rest.partition(":")
    if not colon:
        number, _, query = rest.partition("?")
        body = _query(query).get("body", "")
    number = part(unquote(number))
    if not number:
        return None
    return Content(_with_text(messages.CODE_SMS.format(number=number), body=body), number)


def _geo(text: str) -> Content | None:
    match = _GEO.fullmatch(text)
    if match is None:
        name = part(_query(text.partition("?")[2]).get("q", ""))
        return Content(messages.CODE_PLACE_NAME.format(name=name), text) if name else None
    words = messages.CODE_PLACE.format(latitude=match[1], longitude=match[2])
    return Content(words, f"{match[1]},{match[2]}")


# -- secrets ----------------------------------------------------------------------------------


def _wifi(text: str) -> Content | None:
    found = dict(reversed(fields(text)))
    name = part(_unquoted(found.get("S", "")))
    if not name:
        return None
    kind, password = found.get("T", "").strip().upper(), _unquoted(found.get("P", ""))
    encryption = messages.CODE_WIFI_KINDS.get(_WIFI.get(kind, kind), messages.CODE_WIFI_UNKNOWN)
    if kind in ("", "NOPASS") and not password:
        words = messages.CODE_WIFI_OPEN.format(name=name)
    elif password:
        words = messages.CODE_WIFI_PASSWORD.format(name=name, encryption=encryption)
    else:
        words = messages.CODE_WIFI_NO_PASSWORD.format(name=name, encryption=encryption)
    if found.get("H", "").strip().lower() == "true":
        words = f"{words} {messages.CODE_WIFI_HIDDEN}"
    return Content(words, password or name, is_secret=bool(password))


_WIFI = {"WPA2": "WPA", "WPA3": "WPA", "SAE": "WPA", "WPA/WPA2": "WPA", "WPA2/WPA3": "WPA"}


def _unquoted(text: str) -> str:
    """Return a name or password without the quotes that tell it from hexadecimal digits."""
    is_quoted = len(text) > 1 and text.startswith('"') and text.endswith('"')
    return text[1:-1] if is_quoted else text


def _one_time(text: str) -> Content | None:
    path, _, query = text[len("otpauth://") :].partition("?")
    options = _query(query)
    secret = options.get("secret", "")
    if not secret:
        return None
    account = wording.clean(unquote(path.partition("/")[2]))
    issuer = wording.clean(options.get("issuer", ""))
    if issuer and not account.startswith(issuer):
        account = messages.COMMA.join(part for part in (issuer, account) if part)
    return Content(messages.CODE_ONE_TIME.format(name=part(account)), secret, is_secret=True)


_READERS: tuple[tuple[str, Callable[[str], Content | None]], ...] = (
    ("WIFI:", _wifi),
    ("OTPAUTH://", _one_time),
    ("MECARD:", barcode_people.mecard),
    ("BEGIN:VCARD", barcode_people.vcard),
    ("BEGIN:VEVENT", barcode_people.event),
    ("BEGIN:VCALENDAR", barcode_people.event),
    ("MAILTO:", _mail_link),
    ("MATMSG:", _mail),
    ("SMTP:", _mail_by_colons),
    ("TEL:", _phone),
    ("SMSTO:", _sms),
    ("MMSTO:", _sms),
    ("SMS:", _sms),
    ("GEO:", _geo),
    ("BCD\n", barcode_people.transfer),
    ("BCD\r\n", barcode_people.transfer),
)
"""How a text begins, in capitals, and what takes it apart."""
