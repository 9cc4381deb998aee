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
from assistant.perceive.accessibility import atspi_roles as roles
from assistant.perceive.accessibility import tree
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
from assistant.types import Element, Glance, Role

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
        self._built: set[str] = set()
        """Browsers that have built their tree."""

    def glance(self, turn: Turn, window: Window) -> Glance:
        """Return title, kind, focus and alerts of `window`."""
        return self._answered(
            turn,
            GLANCE_SECONDS,
            lambda asker: self._glance(asker, window),
            lambda: window.program or window.title,
        )

    def read(self, turn: Turn, window: Window) -> Element | None:
        """Return the tree of all that shows in `window`; None if its program reports nothing."""
        return self._answered(
            turn,
            READ_SECONDS,
            lambda asker: self._read(asker, window),
            lambda: window.program or window.title,
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
            name = program()
            sentence = messages.NOT_ANSWERING.format(program=name)
            if not name:
                sentence = messages.SOMETHING_NOT_ANSWERING
            raise ProgramNotAnswering("accessibility.not_answering", sentence) from error

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
        self._wake(asker, found)
        focus, alerts = self._focus_and_alerts(asker, found)
        return Glance(
            title=found.top.name or window.title,
            role=roles.role_of(found.top.role, {}, is_top=True),
            program=window.program or found.program.name,
            focus=self._focus_element(asker, found.program, focus, top) if focus else None,
            alerts=tuple(self._alerts(asker, found.program, alerts)),
        )

    def _focus_and_alerts(
        self, asker: Asker, found: Found
    ) -> tuple[Reference | None, list[Reference]]:
        """Find both with one question if the focus is where the events say."""
        places = [found.top, *found.popups]
        likely = self._follower.focused
        if likely is not None and likely.bus == found.program.bus:
            state, alerts = asker.ask([Call(likely, calls.STATE), Call(found.top.target, _ALERTS)])
            if _has_focus(state):
                return likely, calls.references(alerts)
        asked = [Call(place.target, _FOCUSED) for place in places]
        *focused, alerts = asker.ask([*asked, Call(found.top.target, _ALERTS)])
        candidates = [one for reply in focused for one in calls.references(reply)]
        if not any(isinstance(reply, tuple) for reply in focused):
            candidates = [
                one
                for one in walk(asker, found.top.target)
                if _has_focus(asker.answer(one, calls.STATE))
            ]
        return self._innermost(asker, candidates), calls.references(alerts)

    def _innermost(self, asker: Asker, candidates: Sequence[Reference]) -> Reference | None:
        """Return which of several has the focus: Qt also reports what contains it.

        It reports current items of hidden lists, too: their parents don't show.
        """
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        asker.learn((one, [calls.PARENT]) for one in candidates)
        parents = {
            one: calls.reference(calls.first(asker.answer(one, calls.PARENT))) for one in candidates
        }
        asker.learn((parent, [calls.STATE]) for parent in parents.values() if parent is not None)
        shown = [
            one
            for one, parent in parents.items()
            if parent is not None
            and roles.bit(calls.bits(asker.answer(parent, calls.STATE)), roles.SHOWING)
        ]
        likely = self._follower.focused
        if likely in shown:
            return likely
        outer = {parents[one] for one in shown}
        inner = [one for one in shown if one not in outer]
        return inner[-1] if inner else candidates[-1]

    def _focus_element(
        self, asker: Asker, program: Program, target: Reference, top: Reference | None
    ) -> Element | None:
        """Read the focused object whole: its label, what is selected in it."""
        nodes = read_nodes(asker, program, [target])
        if not nodes:
            return None
        node = nodes[0]
        if top is not None and node.can_be_labelled and not node.name:
            (labels,) = asker.each([top], _LABELS)
            nodes = [*read_nodes(asker, program, calls.references(labels)), node]
            node = tree.name_by_labels(nodes)[-1]
        inside = self._selected_in(asker, program, target)
        return tree.build([node, *inside], node.id)

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
        """Read what alerts say."""
        for alert, reply in zip(alerts, asker.each(alerts, _IN_ALERT), strict=True):
            nodes = read_nodes(asker, program, [alert, *calls.references(reply)])
            element = tree.build(nodes, node_id(alert))
            if element is not None and element.name:
                yield element

    # -- read ---------------------------------------------------------------------------------

    def _read(self, asker: Asker, window: Window) -> Element | None:
        found = self._programs.find(asker, window)
        if found is None:
            return None
        self._wake(asker, found)
        self._await_content(asker, found)
        tops = [found.top.target, *(popup.target for popup in found.popups)]
        targets: list[Reference] = []
        for top, reply in zip(tops, asker.each(tops, _SHOWING), strict=True):
            targets += [top, *self._shown(asker, top, reply)]
        nodes = read_nodes(asker, found.program, targets, tops)
        element = tree.build(_joined(nodes, tops), node_id(found.top.target))
        return element if element is not None and element.children else None

    def _shown(self, asker: Asker, top: Reference, reply: Reply | None) -> list[Reference]:
        """Return all that shows in a window; by walking where the program can't search itself."""
        if isinstance(reply, tuple):
            return [one for one in calls.references(reply) if one != top]
        return [one for one in walk(asker, top) if one != top]

    def _wake(self, asker: Asker, found: Found) -> None:
        """Make a browser build its tree: the question for attributes is what does it."""
        if found.program.builds_on_demand and not self._is_built(found.program.bus):
            asker.each([found.top.target], calls.ATTRIBUTES)

    def _await_content(self, asker: Asker, found: Found) -> None:
        """Wait for the page of a browser that was just woken, a moment at most."""
        bus = found.program.bus
        if not found.program.builds_on_demand or self._is_built(bus):
            return
        for _ in range(int(BUILD_SECONDS / _BUILD_STEP_SECONDS)):
            documents = calls.references(asker.each([found.top.target], _DOCUMENTS)[0])
            asker.learn((one, [calls.CHILDREN]) for one in documents)
            if any(calls.references(asker.answer(one, calls.CHILDREN)) for one in documents):
                break
            asker.wait(_BUILD_STEP_SECONDS)
        with self._lock:
            self._built.add(bus)

    def _is_built(self, bus: str) -> bool:
        with self._lock:
            return bus in self._built

    # -- focus --------------------------------------------------------------------------------

    def _focus_anywhere(self, asker: Asker, asked: list[str]) -> Element | None:
        likely = self._follower.focused
        if likely is not None:
            asked.append(likely.bus)
            (state,) = asker.each([likely], calls.STATE)
            if _has_focus(state):
                program = self._programs.program(asker, likely.bus)
                return self._focus_element(asker, program, likely, self._follower.active)
        for top in self._programs.active_windows(asker):
            element = self._focus_in(asker, top, asked)
            if element is not None:
                return element
        return None

    def _focus_in(self, asker: Asker, top: TopLevel, asked: list[str]) -> Element | None:
        asked.append(top.target.bus)
        program = self._programs.program(asker, top.target.bus)
        focus, _ = self._focus_and_alerts(asker, Found(program, top))
        return self._focus_element(asker, program, focus, top.target) if focus else None


def _has_focus(state: Reply | None) -> bool:
    bits = calls.bits(state)
    return roles.bit(bits, roles.FOCUSED) and roles.bit(bits, roles.SHOWING)


def _joined(nodes: Sequence[tree.Node], tops: Sequence[Reference]) -> list[tree.Node]:
    """Hang open menus into the window in front."""
    root = node_id(tops[0])
    popups = {node_id(top) for top in tops[1:]}
    return [
        replace(node, parent=root, role=Role.GROUP) if node.id in popups else node for node in nodes
    ]
