"""Reads programs over AT-SPI, the accessibility bus of Linux desktops."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from assistant import messages
from assistant.errors import AccessibilityError, ProgramNotAnswering
from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility import atspi_press, tree
from assistant.perceive.accessibility import atspi_roles as roles
from assistant.perceive.accessibility.atspi_asker import Asker
from assistant.perceive.accessibility.atspi_bus import (
    Bus,
    Call,
    NotAnswering,
    Reference,
    Reply,
)
from assistant.perceive.accessibility.atspi_events import FocusFollower
from assistant.perceive.accessibility.atspi_nodes import node_id, read_nodes
from assistant.perceive.accessibility.atspi_roles import AtspiRole
from assistant.perceive.accessibility.atspi_walk import walk
from assistant.perceive.accessibility.atspi_windows import Found, Program, Programs, TopLevel
from assistant.types import Element, Glance, Role, State

if TYPE_CHECKING:
    from assistant.turn import Turn
    from assistant.types import Window

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

GLANCE_SECONDS = 0.3
READ_SECONDS = 1.5
BUILD_SECONDS = 0.6
"""How long a browser may take to build its tree when it is asked for the first time."""
_BUILD_STEP_SECONDS = 0.05
_MOST_ALERTS = 3
_NODES_OF_AN_ALERT = 40
_MOST_LABELS = 200

_SHOWING = calls.matches((roles.SHOWING,))
_FOCUSED = calls.matches((roles.FOCUSED, roles.SHOWING))
_ALERTS = calls.matches((roles.SHOWING,), roles.ALERT_ROLES, _MOST_ALERTS)
_IN_ALERT = calls.matches((roles.SHOWING,), (), _NODES_OF_AN_ALERT)
_LABELS = calls.matches((roles.SHOWING,), (AtspiRole.LABEL,), _MOST_LABELS)
_DOCUMENTS = calls.matches((), (AtspiRole.DOCUMENT_WEB,), 1)


class AtspiReader:
    """Implements AccessibilityReader.

    Every read takes one connection of the bus's pool, sends its questions in bursts and gives
    the connection back; a read that ends early throws it away with the replies still under way.
    So reads of several threads never wait for each other.
    """

    def __init__(self) -> None:
        self._bus = Bus()
        self._programs = Programs()
        self._follower = FocusFollower(self._bus)
        self._lock = threading.Lock()
        self._barren: set[Reference] = set()
        """Windows of browsers without a page: not waited for again."""

    def glance(self, turn: Turn, window: Window) -> Glance:
        """Return title, kind, focus and alerts of `window`."""
        return self._answered(
            turn,
            GLANCE_SECONDS,
            lambda asker: self._glance(asker, window),
            lambda: window.program or self._programs.name_of_process(window.pid) or window.title,
        )

    def read(self, turn: Turn, window: Window) -> Element | None:
        """Return the tree of all that shows in `window`; None if its program reports nothing."""
        return self._answered(
            turn,
            READ_SECONDS,
            lambda asker: self._read(asker, window),
            lambda: window.program or self._programs.name_of_process(window.pid) or window.title,
        )

    def focus(self, turn: Turn) -> Element | None:
        """Return the focused element of the whole desktop with its value, or None."""
        asked: list[str] = []
        return self._answered(
            turn,
            GLANCE_SECONDS,
            lambda asker: self._focus_anywhere(asker, asked),
            lambda: self._programs.name_of(asked[-1]) if asked else "",
        )

    def press(self, turn: Turn, element: Element) -> None:
        """Press an element that was read before."""
        bus = element.id.partition(" ")[0]
        try:
            # Once only: a press that went out before the bus broke must not go out again.
            with self._asker(turn, GLANCE_SECONDS) as asker:
                atspi_press.press(asker, self._programs.program(asker, bus), element)
        except OSError as error:
            raise AccessibilityError("accessibility.no_bus", messages.NO_ACCESSIBILITY) from error
        except NotAnswering as error:
            raise _not_answering(self._programs.name_of(bus)) from error

    def close(self) -> None:
        """Close all connections."""
        self._bus.close()
        self._follower.close()

    def _answered(
        self, turn: Turn, seconds: float, work: Callable[[Asker], _T], program: Callable[[], str]
    ) -> _T:
        """Do the work; once more with a new connection if the bus broke meanwhile."""
        try:
            try:
                with self._asker(turn, seconds) as asker:
                    return work(asker)
            except OSError as error:
                _log.debug("the accessibility bus broke: %r", error)
                with self._asker(turn, seconds) as asker:
                    return work(asker)
        except OSError as error:
            raise AccessibilityError("accessibility.no_bus", messages.NO_ACCESSIBILITY) from error
        except NotAnswering as error:
            raise _not_answering(program()) from error

    @contextlib.contextmanager
    def _asker(self, turn: Turn, seconds: float) -> Generator[Asker]:
        asker = Asker(self._bus, turn, seconds)
        try:
            yield asker
        finally:
            asker.close()

    # -- glance -------------------------------------------------------------------------------

    def _glance(self, asker: Asker, window: Window) -> Glance:
        found = self._programs.find(asker, window)
        if found is None:
            return Glance(title=window.title, program=window.program)
        top = found.top.target
        focus, (alerts, *_) = self._find_focus(asker, found, [Call(top, _ALERTS)])
        return Glance(
            title=found.top.name or window.title,
            role=roles.role_of(found.top.role, {}, is_top=True),
            program=window.program or found.program.name,
            focus=self._focus_element(asker, found.program, focus, top) if focus else None,
            alerts=tuple(self._alerts(asker, found.program, calls.references(alerts))),
        )

    def _find_focus(
        self, asker: Asker, found: Found, besides: Sequence[Call] = ()
    ) -> tuple[Reference | None, list[Reply | None]]:
        """Return what has the focus in a window, and the replies to what is asked besides."""
        besides = [*besides, *self._waking(found)]
        likely = self._follower.focused
        if likely is not None and likely.bus == found.program.bus:
            *replies, state = asker.ask([*besides, Call(likely, calls.STATE)])
            if _has_focus(state):
                return likely, replies
        tops = [found.top.target, *(popup.target for popup in found.popups)]
        replies = asker.ask([*besides, *(Call(top, _FOCUSED) for top in tops)])
        replies, focused = replies[: len(besides)], replies[len(besides) :]
        candidates = [one for reply in focused for one in calls.references(reply)]
        if not any(isinstance(reply, tuple) for reply in focused):
            everything = walk(asker, found.top.target)
            candidates = [one for one in everything if _has_focus(asker.answer(one, calls.STATE))]
        return self._innermost(asker, found.program, candidates), replies

    def _innermost(
        self, asker: Asker, program: Program, candidates: Sequence[Reference]
    ) -> Reference | None:
        """Return which of several has the focus; those in what doesn't show have it not."""
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        nodes = read_nodes(asker, program, candidates)
        references = {node_id(one): one for one in candidates}
        parents = {node.id: _reference(node.parent) for node in nodes}
        asker.learn((parent, [calls.STATE]) for parent in parents.values())
        shown = [
            node
            for node in nodes
            if roles.bit(calls.bits(asker.answer(parents[node.id], calls.STATE)), roles.SHOWING)
        ]
        likely = self._follower.focused
        focus = tree.one_focus(shown, node_id(likely) if likely is not None else "")
        return references.get(focus)

    def _focus_element(
        self, asker: Asker, program: Program, target: Reference, top: Reference | None
    ) -> Element | None:
        """Read the focused object whole: its label, what is selected in it."""
        nodes = read_nodes(asker, program, [target])
        if not nodes:
            return None
        node = nodes[0]
        if node.can_be_labelled and not node.name:
            tops = [top] if top is not None else self._active_tops(asker, program)
            found = [one for reply in asker.each(tops, _LABELS) for one in calls.references(reply)]
            nodes = [*read_nodes(asker, program, found), node]
            node = tree.name_by_labels(nodes)[-1]
        inside = self._selected_in(asker, program, target)
        if any(State.FOCUSED in item.states for item in inside):
            node = inside[0]  # the list as a whole has the focus in name only
        return tree.build([node, *inside], node.id)

    def _active_tops(self, asker: Asker, program: Program) -> list[Reference]:
        active = self._follower.active
        if active is not None and active.bus == program.bus:
            return [active]
        tops = self._programs.windows_of(asker, program.bus)
        return [top.target for top in tops if top.is_active]

    def _selected_in(self, asker: Asker, program: Program, target: Reference) -> list[tree.Node]:
        """Return the selected item of a list, table or tree that has the focus as a whole."""
        if calls.integer(asker.answer(target, calls.ROLE)) not in roles.ITEM_HOLDERS:
            return []
        asker.learn([(target, [calls.INTERFACES])])
        if calls.SELECTION not in calls.names(asker.answer(target, calls.INTERFACES)):
            return []
        (reply,) = asker.each([target], calls.SELECTED_CHILD)
        item = calls.reference(calls.first(reply))
        return read_nodes(asker, program, [item]) if item is not None else []

    def _alerts(
        self, asker: Asker, program: Program, alerts: Sequence[Reference]
    ) -> Iterator[Element]:
        """Read what alerts say, whole, as their names."""
        inside = [calls.references(reply) for reply in asker.each(alerts, _IN_ALERT)]
        targets = dict.fromkeys([*alerts, *(one for inner in inside for one in inner)])
        nodes = read_nodes(asker, program, list(targets))
        for alert in alerts:
            element = tree.build(nodes, node_id(alert), is_sorted=program.keeps_order)
            if element is not None and element.name:
                yield replace(element, children=())

    # -- read ---------------------------------------------------------------------------------

    def _read(self, asker: Asker, window: Window) -> Element | None:
        found = self._programs.find(asker, window)
        if found is None:
            return None
        nodes = self._nodes(asker, found)
        if found.program.builds_on_demand and not tree.has_page(nodes):
            nodes = self._nodes_once_built(asker, found, nodes)
        likely = self._follower.focused
        element = tree.build(
            nodes,
            node_id(found.top.target),
            focus=node_id(likely) if likely is not None else "",
            is_sorted=found.program.keeps_order,
        )
        return element if element is not None and element.children else None

    def _nodes(self, asker: Asker, found: Found) -> list[tree.Node]:
        """Return all that shows in a window and in what has popped up beside it."""
        tops = [found.top.target, *(popup.target for popup in found.popups)]
        asked = [*self._waking(found), *(Call(top, _SHOWING) for top in tops)]
        replies = asker.ask(asked)[-len(tops) :]
        targets: list[Reference] = []
        for top, reply in zip(tops, replies, strict=True):
            targets += [top, *self._shown(asker, top, reply)]
        return _joined(read_nodes(asker, found.program, targets, tops), tops)

    def _shown(self, asker: Asker, top: Reference, reply: Reply | None) -> list[Reference]:
        """Return all that shows in a window; by walking where the program can't search itself."""
        if isinstance(reply, tuple):
            return [one for one in calls.references(reply) if one != top]
        return [one for one in walk(asker, top) if one != top]

    def _waking(self, found: Found) -> list[Call]:
        """Return what makes a browser build its tree: it does so when asked for attributes.

        Asked every time, as it also takes its tree down when nobody seems to want it.
        """
        wakes = found.program.builds_on_demand
        return [Call(found.top.target, calls.ATTRIBUTES)] if wakes else []

    def _nodes_once_built(
        self, asker: Asker, found: Found, nodes: list[tree.Node]
    ) -> list[tree.Node]:
        """Wait a moment for the page of a browser that was just woken."""
        top = found.top.target
        with self._lock:
            if top in self._barren:
                return nodes
        for _ in range(int(BUILD_SECONDS / _BUILD_STEP_SECONDS)):
            asker.wait(_BUILD_STEP_SECONDS)
            documents = calls.references(asker.each([top], _DOCUMENTS)[0])
            if any(map(calls.references, asker.each(documents, calls.CHILDREN))):
                return self._nodes(asker, found)
        with self._lock:
            self._barren.add(top)
        return nodes

    # -- focus --------------------------------------------------------------------------------

    def _focus_anywhere(self, asker: Asker, asked: list[str]) -> Element | None:
        likely = self._follower.focused
        if likely is not None:
            asked.append(likely.bus)
            (state,) = asker.each([likely], calls.STATE)
            if _has_focus(state):
                program = self._programs.program(asker, likely.bus)
                return self._focus_element(asker, program, likely, None)
        for top in self._programs.active_windows(asker):
            element = self._focus_in(asker, top, asked)
            if element is not None:
                return element
        return None

    def _focus_in(self, asker: Asker, top: TopLevel, asked: list[str]) -> Element | None:
        asked.append(top.target.bus)
        program = self._programs.program(asker, top.target.bus)
        focus, _ = self._find_focus(asker, Found(program, top))
        return self._focus_element(asker, program, focus, top.target) if focus else None


def _not_answering(name: str) -> ProgramNotAnswering:
    sentence = messages.NOT_ANSWERING.format(program=name)
    if not name:
        sentence = messages.SOMETHING_NOT_ANSWERING
    return ProgramNotAnswering("accessibility.not_answering", sentence)


def _has_focus(state: Reply | None) -> bool:
    bits = calls.bits(state)
    return roles.bit(bits, roles.FOCUSED) and roles.bit(bits, roles.SHOWING)


def _reference(identity: str) -> Reference:
    """Return the object that an id names."""
    bus, _, path = identity.partition(" ")
    return Reference(bus, path)


def _joined(nodes: Sequence[tree.Node], tops: Sequence[Reference]) -> list[tree.Node]:
    """Hang open menus into the window in front."""
    root = node_id(tops[0])
    popups = {node_id(top) for top in tops[1:]}
    return [
        replace(node, parent=root, role=Role.GROUP) if node.id in popups else node for node in nodes
    ]
