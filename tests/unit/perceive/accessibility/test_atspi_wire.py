from __future__ import annotations

import pytest
from jeepney import DBusAddress, Parser, new_error, new_method_call, new_method_return
from jeepney.low_level import MessageType

from assistant.perceive.accessibility.atspi_wire import (
    Method,
    WireError,
    decode,
    decode_message,
    encode,
    encode_call,
    message_size,
)

pytestmark = pytest.mark.unit

RULE = (([0, 1], 1, {"a": "b"}, 1, [0, 0, 0, -1], 2, [], 1, False), 1, 0, True)
RULE_SIGNATURE = "(aiia{ss}iaiiasib)uib"


def test_a_call_is_what_another_library_reads() -> None:
    method = Method.of("org.x.Y", "Do", RULE_SIGNATURE, *RULE)
    (message,) = Parser().feed(encode_call(7, ":1.5", "/a/b", method))
    assert message.header.message_type is MessageType.method_call
    assert message.header.serial == 7
    assert {key.name: value for key, value in message.header.fields.items()} == {
        "destination": ":1.5",
        "interface": "org.x.Y",
        "member": "Do",
        "signature": RULE_SIGNATURE,
        "path": "/a/b",
    }
    assert message.body == RULE


@pytest.mark.parametrize("path", ["/", "/a", "/abcdefg", "/abcdefgh", "/abcdefghi"])
def test_a_call_without_arguments_is_padded_for_every_path(path: str) -> None:
    data = encode_call(1, ":1.5", path, Method("org.x.Y", "Do"))
    assert message_size(data) == len(data)
    (message,) = Parser().feed(data)
    assert message.header.fields[1] == path


@pytest.mark.parametrize(
    ("signature", "body", "expected"),
    [
        ("s", ("Grüße",), ("Grüße",)),
        ("v", (("s", "a"),), ("a",)),
        ("v", (("v", ("i", -3)),), (-3,)),
        ("au", ([1, 2],), ([1, 2],)),
        ("(iiii)", ((-1, 2, 3, 4),), ((-1, 2, 3, 4),)),
        ("a(so)", ([("a", "/b"), ("cdefg", "/h")],), ([("a", "/b"), ("cdefg", "/h")],)),
        ("a(ua(so))", ([(2, [("a", "/b")]), (3, [])],), ([(2, [("a", "/b")]), (3, [])],)),
        ("a{sv}", ({"x": ("d", 1.5), "y": ("b", True)},), ({"x": 1.5, "y": True},)),
        ("yntd", (1, -2, 3, 4.5), (1, -2, 3, 4.5)),
        ("ax", ([],), ([],)),
    ],
)
def test_a_reply_of_another_library_is_read(
    signature: str, body: tuple[object, ...], expected: tuple[object, ...]
) -> None:
    call = new_method_call(DBusAddress("/a", ":1.1", "org.x"), "Do")
    call.header.serial = 9
    call.header.fields[7] = ":1.2"  # type: ignore[index]
    data = new_method_return(call, signature, body).serialise(serial=4)
    message = decode_message(data)
    assert message.is_reply
    assert (message.reply_serial, message.error) == (9, "")
    assert message.body() == expected


def test_an_error_is_read() -> None:
    call = new_method_call(DBusAddress("/a", ":1.1", "org.x"), "Do")
    call.header.serial = 9
    message = decode_message(new_error(call, "org.x.Failed", "s", ("why",)).serialise(serial=4))
    assert message.is_reply
    assert (message.error, message.body()) == ("org.x.Failed", ("why",))


def test_texts_that_are_no_utf8_are_read_as_far_as_they_are() -> None:
    data = encode("s", ["abc"]).replace(b"b", b"\xff")
    assert decode("s", data) == ("a\ufffdc",)


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_body_that_ends_too_early_is_refused_or_short(cut: int) -> None:
    data = encode("a(ss)", [[("one", "two")]])[:-cut]
    try:
        decode("a(ss)", data)
    except WireError:
        return
    assert cut <= 4  # only the end of the last text is missing


def test_a_message_of_the_other_byte_order_is_refused() -> None:
    with pytest.raises(WireError):
        message_size(b"B" + bytes(15))


def test_an_endless_message_is_refused() -> None:
    with pytest.raises(WireError):
        message_size(b"l\x01\0\x01" + b"\xff\xff\xff\x7f" + bytes(8))
