"""Reads programs through UI Automation, the accessibility interface of Windows."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from assistant import messages
from assistant.errors import AccessibilityError, ElementGone, NoAction, ProgramNotAnswering
from assistant.perceive import wording
from assistant.perceive.accessibility import tree, uia_tree, uia_windows
from assistant.perceive.accessibility.uia_client import (
    Client,
    Disabled,
    Refused,
    TimedOut,
    Unavailable,
)
from assistant.perceive.accessibility.uia_worker import Closed, Late, Workers
from assistant.types import Element, Glance, Role, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.turn import Turn
    from assistant.types import Window

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

GLANCE_SECONDS = 0.3
READ_SECONDS = 1.5
CONNECT_SECONDS = 3.0
"""The first call loads UI Automation and makes its interfaces."""


class UiaReader:
    """Implements AccessibilityReader.

    The id of an element is that of its window and its own, parted by a space. Values of password
    fields are not looked at: see uia_tree.known.
    """

    def __init__(self, connect: Callable[[], Client] = Client) -> None:
        """`connect` makes a client on the thread that will use it."""
        self._workers: Workers[Client] = Workers(connect)
        self._is_connected = False

    def glance(self, turn: Turn, window: Window) -> Glance:
        """Return title, kind and focus of `window`. Alerts are told by the whole tree."""
        self._check_answering(turn, window)
        return self._answered(turn, GLANCE_SECONDS, window.program, lambda c: _glance(c, window))

    def read(self, turn: Turn, window: Window) -> Element | None:
        """Return the tree of all that shows in `window`; None if its program reports nothing."""
        self._check_answering(turn, window)
        return self._answered(
            turn, READ_SECONDS, window.program, lambda c: _read(c, turn, window.handle)
        )

    def focus(self, turn: Turn) -> Element | None:
        """Return the focused element of the whole desktop with its value, or None."""
        turn.check()
        handle = uia_windows.in_front()
        if handle and not uia_windows.answers(handle):
            raise _not_answering("")
        return self._answered(turn, GLANCE_SECONDS, "", lambda c: _focus(c, handle))

    def press(self, turn: Turn, element: Element) -> None:
        """Press an element that was read before."""
        handle, _, identity = element.id.partition(" ")
        if not identity:
            raise NoAction("accessibility.no_action", _about(messages.PRESS_NO_WAY, element))
        if not uia_windows.answers(int(handle)):
            raise _not_answering("")
        target = self._answered(
            turn, GLANCE_SECONDS, "", lambda c: _target(c, int(handle), identity, element)
        )
        try:
            self._answered(turn, GLANCE_SECONDS, "", lambda c: _press(c, target, element))
        except ProgramNotAnswering:
            # It is busy with what the press has begun, such as a dialog.
            _log.debug("a press was not answered")

    def close(self) -> None:
        """Close the connection."""
        self._workers.close()

    def _check_answering(self, turn: Turn, window: Window) -> None:
        turn.check()
        if not uia_windows.answers(window.handle):
            raise _not_answering(window.program or window.title)

    def _answered(
        self, turn: Turn, seconds: float, program: str, work: Callable[[Client], _T]
    ) -> _T:
        """Let a worker do the work, and tell what goes wrong in the user's words."""
        limit = seconds if self._is_connected else CONNECT_SECONDS
        try:
            result = self._workers.run(turn, limit, work)
        except (Late, TimedOut) as error:
            raise _not_answering(program) from error
        except Closed as error:
            raise AccessibilityError(
                "accessibility.closed", messages.ACCESSIBILITY_CLOSED
            ) from error
        except OSError as error:
            raise AccessibilityError("accessibility.no_uia", messages.NO_UIA) from error
        except Refused as error:
            raise AccessibilityError("accessibility.refused", messages.UIA_REFUSED) from error
        self._is_connected = True
        return result


def _glance(client: Client, window: Window) -> Glance:
    try:
        top = uia_tree.node(client.alone(window.handle), "", is_top=True)
    except Unavailable:
        return Glance(title=window.title, program=window.program)
    is_in_front = uia_windows.in_front() == window.handle
    return Glance(
        title=top.name or window.title,
        role=top.role,
        program=window.program,
        focus=_focus(client, window.handle) if is_in_front else None,
    )


def _focus(client: Client, handle: int) -> Element | None:
    try:
        values = client.focused()
    except Unavailable:
        return None
    if values is None:
        return None
    node = uia_tree.node(values, "")
    if node.role in (Role.WINDOW, Role.UNKNOWN) and not node.name:
        return None
    return _with_window(tree.build([node], node.id), handle)


def _read(client: Client, turn: Turn, handle: int) -> Element | None:
    nodes: list[tree.Node] = []
    root = ""
    for number, top in enumerate((handle, *uia_windows.popups(handle))):
        try:
            for values, parent in client.tree(top):
                turn.check()
                is_top = number == 0 and not parent
                node = uia_tree.node(values, parent, is_top=is_top)
                if is_top:
                    root = node.id
                elif not parent:
                    node = replace(node, parent=root, role=Role.GROUP)
                nodes.append(node)
        except Unavailable:
            if number == 0:
                return None
    found = tree.build(uia_tree.settled(nodes), root)
    return _with_window(found, handle) if found is not None and found.children else None


def _target(client: Client, handle: int, identity: str, element: Element) -> str:
    """Return the id of what is to be pressed, once it is known to be what was read."""
    found = client.find(handle, identity)
    node = uia_tree.node(client.values(found), "") if found is not None else None
    if node is None or not _is_called(node.name, element.name):
        raise ElementGone("accessibility.element_gone", _about(messages.PRESS_GONE, element))
    if State.DISABLED in node.states:
        raise AccessibilityError("accessibility.disabled", _about(messages.PRESS_DISABLED, element))
    return identity


def _press(client: Client, identity: str, element: Element) -> None:
    handle = int(element.id.partition(" ")[0])
    found = client.find(handle, identity)
    gone = ElementGone("accessibility.element_gone", _about(messages.PRESS_GONE, element))
    if found is None:
        raise gone
    try:
        is_pressed = client.press(found, client.values(found))
    except Unavailable as error:
        raise gone from error
    except Disabled as error:
        sentence = _about(messages.PRESS_DISABLED, element)
        raise AccessibilityError("accessibility.disabled", sentence) from error
    except Refused as error:
        sentence = _about(messages.PRESS_REFUSED, element)
        raise AccessibilityError("accessibility.refused", sentence) from error
    if not is_pressed:
        raise NoAction("accessibility.no_action", _about(messages.PRESS_NO_WAY, element))


def _is_called(own: str, name: str) -> bool:
    """Whether a name read now is the one of before; many are named by what is around them."""
    return not own or not name or wording.key(own) == wording.key(name)


def _with_window(element: Element | None, handle: int) -> Element | None:
    """Return a tree whose ids say in which window each element is."""
    if element is None:
        return None
    inner = (_with_window(child, handle) for child in element.children)
    children = tuple(child for child in inner if child is not None)
    identity = f"{handle} {element.id}" if element.id else ""
    return replace(element, id=identity, children=children)


def _about(template: str, element: Element) -> str:
    return template.format(thing=element.name)


def _not_answering(name: str) -> ProgramNotAnswering:
    sentence = messages.NOT_ANSWERING.format(program=name)
    return ProgramNotAnswering(
        "accessibility.not_answering", sentence if name else messages.SOMETHING_NOT_ANSWERING
    )
