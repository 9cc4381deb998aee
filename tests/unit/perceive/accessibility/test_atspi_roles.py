from __future__ import annotations

import pytest

from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility.atspi_bus import Failure, Reference
from assistant.perceive.accessibility.atspi_roles import ROLES, AtspiRole, role_of, states_of
from assistant.types import Bounds, Role, State

pytestmark = pytest.mark.unit

ON = 1 << 24 | 1 << 8


@pytest.mark.parametrize(
    ("number", "attributes", "expected"),
    [
        (AtspiRole.ENTRY, {}, Role.TEXT_FIELD),
        (AtspiRole.ENTRY, {"text-input-type": "password"}, Role.PASSWORD),
        (AtspiRole.PASSWORD_TEXT, {}, Role.PASSWORD),
        (AtspiRole.NOTIFICATION, {}, Role.NOTIFICATION),
        (AtspiRole.NOTIFICATION, {"xml-roles": "alert"}, Role.ALERT),
        (85, {"xml-roles": "doc-part navigation"}, Role.LANDMARK),
        (110, {"xml-roles": "something"}, Role.GROUP),
        (999, {}, Role.UNKNOWN),
    ],
)
def test_roles(number: int, attributes: dict[str, str], expected: Role) -> None:
    assert role_of(number, attributes) is expected


def test_a_window_that_is_an_alert_is_a_dialog() -> None:
    assert role_of(AtspiRole.ALERT, {}, is_top=True) is Role.DIALOG
    assert role_of(AtspiRole.ALERT, {}) is Role.ALERT


def test_a_window_that_is_layout_is_a_window() -> None:
    assert role_of(20, {}, is_top=True) is Role.WINDOW
    assert role_of(20, {}) is Role.GROUP


def test_every_role_that_the_program_treats_by_its_own_is_mapped() -> None:
    assert {number for number in AtspiRole if number not in ROLES} == set()


@pytest.mark.parametrize(
    ("bits", "role", "expected"),
    [
        (ON | 1 << 4 | 1 << 41, Role.CHECK_BOX, {State.CHECKED, State.CHECKABLE}),
        (ON | 1 << 4 | 1 << 32, Role.CHECK_BOX, {State.MIXED, State.CHECKABLE}),
        (0, Role.BUTTON, {State.DISABLED}),
        (0, Role.LABEL, set()),
        (ON | 1 << 9, Role.TREE_ITEM, {State.COLLAPSED}),
        (ON | 1 << 9 | 1 << 10, Role.TREE_ITEM, {State.EXPANDED}),
        (ON | 1 << 7 | 1 << 17, Role.TEXT_FIELD, {State.EDITABLE, State.MULTILINE}),
        (ON, Role.TEXT_FIELD, {State.READ_ONLY}),
        (ON | 1 << 43 | 1 << 17, Role.LABEL, set()),
        (ON | 1 << 1, Role.CELL, set()),
        (ON | 1 << 1, Role.WINDOW, {State.ACTIVE}),
    ],
)
def test_states(bits: int, role: Role, expected: set[State]) -> None:
    assert states_of(bits, role) == expected


def test_replies_that_are_errors_or_nonsense_hold_nothing() -> None:
    failure = Failure("org.freedesktop.DBus.Error.UnknownMethod")
    for reply in (None, failure, (), (b"",), ({"a": 1},)):
        assert calls.text(reply) == ""
        assert calls.number(reply) is None
        assert calls.bits(reply) == 0
        assert calls.references(reply) == []
        assert calls.bounds(reply) is None
        assert calls.position(reply) is None
        assert calls.related(reply, 2) == ()


def test_what_replies_hold() -> None:
    assert calls.bounds(((1, 2, 3, 4),)) == Bounds(1, 2, 3, 4)
    assert calls.bounds(((-1, -1, -1, -1),)) is None
    assert calls.bounds(((5, 5, 0, 9),)) is None
    assert calls.number((float("nan"),)) is None
    assert calls.position(((0, 2),)) == (1, 3)
    assert calls.bits(([1 << 25, 1 << 9],)) == 1 << 25 | 1 << 41
    assert calls.references(([(":1.2", "/a"), (":1.2", calls.NO_OBJECT)],)) == [
        Reference(":1.2", "/a")
    ]
    relations = ([(2, [(":1.2", "/a")]), (1, [(":1.2", "/b")])],)
    assert calls.related(relations, 2) == (Reference(":1.2", "/a"),)
