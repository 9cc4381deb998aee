"""What codes hold, in words: whole sentences, and never a crash or a password."""

# ruff: noqa: E501 - sentences as they are heard

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from assistant.perceive import barcode_contents, barcode_words
from assistant.perceive.barcode_words import content, ordered, statement
from assistant.perceive.barcodes import Barcode
from assistant.types import Bounds, Source

pytestmark = pytest.mark.unit

PICTURE = Bounds(0, 0, 900, 600)
VCARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Young;Ada;;Dr.;\r\nFN:Dr. Ada Young\r\n"
    "ORG:Analytical Engines;Research\r\nitem1.TEL;TYPE=CELL:+44 20 1234\r\n"
    "EMAIL:ada@example.org\r\nADR:;;1 Mill Lane;London;;N1;UK\r\n"
    "NOTE:Ask for the\\n second bell\\, plea\r\n se\r\nEND:VCARD\r\n"
)
EVENT = (
    "BEGIN:VEVENT\nSUMMARY:Choir\\, spring\nDTSTART:20270301T180000Z\n"
    "DTEND;TZID=Europe/Berlin:20270301T203000\nLOCATION:Hall 2\nEND:VEVENT"
)
TRANSFER = "BCD\n002\n1\nSCT\nBFSWDE33BER\nRed Cross\nDE89370400440532013000\nEUR12.50\n\n\nGift"


def code(text: str, kind: str = "QR Code", *, is_gs1: bool = False, data: bytes = b"") -> Barcode:
    box = Bounds(10, 10, 100, 100)
    return Barcode(kind, text, data or text.encode(errors="replace"), box, is_gs1)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("4006381333931", "EAN-13", "product number 4, 0 0 6 3 8 1, 3 3 3 9 3 1."),
        ("0036000291452", "EAN-13", "product number 0, 3 6 0 0 0, 2 9 1 4 5, 2."),
        ("96385074", "EAN-8", "product number 9 6 3 8, 5 0 7 4."),
        ("9783161484100", "EAN-13", "book, ISBN 9, 7 8 3 1 6 1, 4 8 4 1 0 0."),
        ("9771234567003", "EAN-13", "magazine or newspaper, number 9, 7 7 1 2 3 4, 5 6 7 0 0 3."),
        (
            "2012345000001",
            "EAN-13",
            "number 2, 0 1 2 3 4 5, 0 0 0 0 0 1, which a shop gave itself.",
        ),
        (
            "4006381333932",
            "EAN-13",
            "product number 4, 0 0 6 3 8 1, 3 3 3 9 3 2, but its check digit is wrong.",
        ),
        ("123456", "ITF", "number 1 2 3 4, 5 6, which has no check digit."),
        ("AB 12", "Code 39", "AB 12, which has no check digit."),
        ("https://example.org", "QR Code", "link to example.org."),
        ("https://example.org/menu?t=5", "QR Code", "link to example.org, page menu?t=5."),
        (
            "http://example.org:8080",
            "QR Code",
            "link to example.org. It uses the unusual port 8080. It is not encrypted.",
        ),
        ("https://e.org/" + "x" * 90, "QR Code", "link to e.org, with a long address behind it."),
        (
            "https://paypal.com@evil.example/login",
            "QR Code",
            "link to evil.example, page login. Careful: it begins with paypal.com, but that is not where it leads.",
        ),
        (
            "https://xn--pypal-4ve.com/",
            "QR Code",
            "link to p\u0430ypal.com. Careful: the name holds letters that are not a to z: \u0430, cyrillic small letter a. It mixes alphabets, as false addresses do.",
        ),
        (
            "https://paypa1.com",
            "QR Code",
            "link to paypa1.com. Letter by letter: p, a, y, p, a, 1, ., c, o, m.",
        ),
        (
            "https://192.168.0.1/a",
            "QR Code",
            "link to 192.168.0.1, page a. Careful: it leads to a bare network address without a name.",
        ),
        ("javascript:alert(1)", "QR Code", "link for a program, of the kind javascript."),
        (
            r"WIFI:T:WPA;S:My\;Net;P:top secret;H:true;;",
            "QR Code",
            "Wi-Fi network My;Net, with WPA encryption. A password is in it. The network is hidden.",
        ),
        ("WIFI:S:Cafe;;", "QR Code", "Wi-Fi network Cafe, open to everybody, without encryption."),
        (
            "WIFI:T:nopass;S:Cafe;P:;;",
            "QR Code",
            "Wi-Fi network Cafe, open to everybody, without encryption.",
        ),
        (
            'WIFI:T:WEP;S:"Old";P:"12345";;',
            "QR Code",
            "Wi-Fi network Old, with WEP encryption, which is no longer safe. A password is in it.",
        ),
        (
            "otpauth://totp/Shop:me?secret=JBSWY3DP&issuer=Shop",
            "QR Code",
            "a key for one-time passwords, for Shop:me. A secret is in it.",
        ),
        (
            VCARD,
            "QR Code",
            "contact: Dr. Ada Young, Analytical Engines, Research, phone +44 20 1234, e-mail ada@example.org, address 1 Mill Lane, London, N1, UK, note: Ask for the second bell, please.",
        ),
        (
            "MECARD:N:Young,Ada;TEL:123;EMAIL:a@b.c;;",
            "QR Code",
            "contact: Ada Young, phone 123, e-mail a@b.c.",
        ),
        (
            EVENT,
            "QR Code",
            "appointment: Choir, spring, from 2027-03-01 18:00 UTC, to 2027-03-01 20:30, in Hall 2.",
        ),
        (
            "mailto:a@b.org?subject=Hello%20there&body=Hi",
            "QR Code",
            "e-mail to a@b.org. Subject: Hello there. Text: Hi",
        ),
        (
            "MATMSG:TO:a@b.org;SUB:Hi;BODY:Yes;;",
            "QR Code",
            "e-mail to a@b.org. Subject: Hi. Text: Yes",
        ),
        ("a@b.org", "QR Code", "e-mail to a@b.org."),
        ("tel:+49123", "QR Code", "phone number +49123."),
        ("SMSTO:+49123:Yes please", "QR Code", "text message to +49123. Text: Yes please"),
        ("sms:+49123?body=Yes", "QR Code", "text message to +49123. Text: Yes"),
        ("geo:52.5,-13.4?q=x", "QR Code", "place on the map: latitude 52.5, longitude -13.4."),
        (
            TRANSFER,
            "QR Code",
            "bank transfer of 12.50 EUR to Red Cross, account D E 8 9, 3 7 0 4, 0 0 4 4, 0 5 3 2, 0 1 3 0, 0 0. Purpose: Gift.",
        ),
        ("Mind the gap", "QR Code", "text: Mind the gap"),
        ("WIFI:", "QR Code", "text: WIFI:"),
        ("", "QR Code", "nothing is in it."),
    ],
)
def test_what_a_code_holds_is_told(text: str, kind: str, words: str) -> None:
    assert content(code(text, kind)).words == words


def test_goods_and_medicines_are_told_by_their_parts() -> None:
    text = "(01)09506000134352(17)270300(10)AB12(21)77(3103)001250(99)XY"
    assert content(code(text, "Data Matrix", is_gs1=True)).words == (
        "product number 0 9, 5 0 6 0 0 0, 1 3 4 3 5 2, expires on month 3 of 2027, batch AB12,"
        " serial number 77, net weight 1.25 kilograms, 99: XY."
    )


def test_bytes_that_are_no_text_are_counted() -> None:
    assert content(code("", data=b"\x00\xff")).words == "2 bytes that are no text."


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("WIFI:T:WPA;S:Net;P:hunter2 x;;", "hunter2 x"),
        ("otpauth://totp/me?secret=JBSWY3DP", "JBSWY3DP"),
    ],
)
def test_a_secret_is_not_said_but_can_be_copied(text: str, secret: str) -> None:
    found = content(code(text))
    assert secret not in found.words
    assert (found.copied, found.is_secret) == (secret, True)
    assert secret not in repr(code(text))
    assert secret not in statement(code(text), PICTURE).text


def test_the_place_is_told_unless_the_code_fills_the_picture() -> None:
    said = statement(code("Hi"), PICTURE)
    assert (said.text, said.source) == ("QR code, top left: text: Hi", Source.OCR)
    assert said.bounds == Bounds(10, 10, 100, 100)
    assert statement(code("Hi"), Bounds(0, 0, 150, 150)).text == "QR code: text: Hi"
    assert statement(code("AB", "Code 128"), PICTURE).text == "Barcode, top left: text: AB"


def test_a_code_that_is_there_twice_is_told_once_from_top_to_bottom() -> None:
    low = Barcode("QR Code", "low", b"low", Bounds(0, 500, 9, 9))
    high = Barcode("QR Code", "high", b"high", Bounds(0, 5, 9, 9))
    again = Barcode("QR Code", "low", b"low", Bounds(0, 90, 9, 9))
    assert ordered([low, high, again]) == [high, again]


PIECES = some.sampled_from(
    ["WIFI:", "T:WPA;", "S:", "P:", ";", "\\", ":", "BEGIN:VCARD\n", "N:", "FN:", "ADR:;;", "\n"]
    + ["MECARD:", "mailto:", "?subject=", "%", "%ff", "http://", "https://", "@", "[", "xn--", "."]
    + ["geo:", "1e9", "sms:", "BEGIN:VEVENT\n", "DTSTART:", "20279999T", "BCD\n", "SCT\n", "\u0661"]
    + ["(01)", "(17)", "(310", "otpauth://", "secret=", "&", "\ud83d", "\x00", "a" * 300, "{0}"]
)


@settings(deadline=None)
@given(
    text=some.text(max_size=60) | some.lists(PIECES, max_size=14).map("".join),
    kind=some.sampled_from(["QR Code", "EAN-13", "ITF", "Data Matrix"]),
    is_gs1=some.booleans(),
)
@example(text="https://[::1", kind="QR Code", is_gs1=False)
@example(text="https://xn--" + "9" * 90, kind="QR Code", is_gs1=False)
@example(text="http://a:99999", kind="QR Code", is_gs1=False)
@example(text="(17)\u0661\u0661\u0661\u0661\u0661\u0661", kind="QR Code", is_gs1=True)
def test_nothing_that_is_written_there_breaks_it(text: str, kind: str, is_gs1: bool) -> None:
    found = content(code(text, kind, is_gs1=is_gs1))
    assert found.words
    assert len(found.words) < 30_000
    assert "\x00" not in found.words


@given(number=some.integers(0, 10**12 - 1))
def test_one_wrong_digit_is_always_noticed(number: int) -> None:
    body = f"{number:012}"
    right = [d for d in "0123456789" if barcode_contents.check_digit_is_right(body + d)]
    assert len(right) == 1
    wrong = str((int(body[3]) + 1) % 10)
    assert not barcode_contents.check_digit_is_right(body[:3] + wrong + body[4:] + right[0])


def test_a_countrys_prefix_is_not_told_as_origin() -> None:
    assert "German" not in content(code("4006381333931", "EAN-13")).words
    assert barcode_words.content(code("4006381333931", "EAN-13")).copied == "4006381333931"
