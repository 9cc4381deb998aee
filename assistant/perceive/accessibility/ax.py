"""Reads programs on macOS by its accessibility API, the one that VoiceOver uses."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from assistant import macos, messages
from assistant.errors import AccessibilityError, ProgramNotAnswering
from assistant.perceive.accessibility import ax_press, ax_wake, tree
from assistant.perceive.accessibility import ax_roles as roles
from assistant.perceive.accessibility.ax_asker import (
    ANSWER_SECONDS,
    Asker,
    NotAnswering,
    no_permission,
)
from assistant.perceive.accessibility.ax_nodes import named
from assistant.perceive.accessibility.ax_values import bounds_of, elements_of, text_of
from assistant.perceive.accessibility.ax_walk import Handles, Walk
from assistant.perceive.accessibility.ax_windows import Top, best_match
from assistant.types import Element, Glance, Role

if TYPE_CHECKING:
    from assistant.macos import Accessibility, AppKit
    from assistant.turn import Turn
    from assistant.types import Window

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

GLANCE_SECONDS = 0.3
READ_SECONDS = 1.5
BUILD_SECONDS = 0.6
"""How long a browser may take to build its tree when it is asked for the first time."""
_BUILD_STEP_SECONDS = 0.05
_APPLICATION = ("AXTitle", "AXWindows", "AXFocusedWindow", "AXFocusedUIElement")
_TOP = ("AXRole", "AXSubrole", "AXTitle", "AXPosition", "AXSize")
_MOST_PARENTS = 40
_HOLDERS = frozenset((Role.LIST, Role.TABLE, Role.TREE))


class AxReader:
    """Implements AccessibilityReader.

    macOS has no call for a whole tree: each element costs a question or two, and each question
    waits for its program's main thread, 0.1 s at most. Several threads ask independently.
    """

    def __init__(self, api: Accessibility | None = None, appkit: AppKit | None = None) -> None:
        self._api = api or macos.accessibility()
        self._appkit = appkit or macos.appkit()
        self._system = self._api.AXUIElementCreateSystemWide()
        # Of the system-wide element it is the limit for all questions of this process.
        self._api.AXUIElementSetMessagingTimeout(self._system, ANSWER_SECONDS)
        self._handles = Handles()
        self._lock = threading.Lock()
        self._woken: dict[int, str] = {}
        """By process: what was set so that it reports its pages; empty where it took nothing."""
        self._is_closed = False

    def glance(self, turn: Turn, window: Window) -> Glance:
        """Return title, kind and focus of `window`. Alerts are found by `read` only."""
        return self._answered(
            turn, GLANCE_SECONDS, lambda asker: self._glance(asker, window), window.program
        )

    def read(self, turn: Turn, window: Window) -> Element | None:
        """Return the tree of all that shows in `window`; None if its program reports nothing."""
        return self._answered(
            turn, READ_SECONDS, lambda asker: self._read(asker, window), window.program
        )

    def focus(self, turn: Turn) -> Element | None:
        """Return the focused element of the whole desktop with its value, or None."""
        return self._answered(turn, GLANCE_SECONDS, self._focus_anywhere, "")

    def press(self, turn: Turn, element: Element) -> None:
        """Press an element that was read before."""

        def work(asker: Asker) -> None:
            walk = Walk(asker, self._handles)
            ax_press.press(asker, walk, self._handles.find(element.id), element)

        self._answered(turn, GLANCE_SECONDS, work, "")

    def close(self) -> None:
        """Let browsers save the work of reporting again, where VoiceOver doesn't need it."""
        with self._lock:
            self._is_closed = True
            woken, self._woken = self._woken, {}
        if self._appkit.NSWorkspace.sharedWorkspace().isVoiceOverEnabled():
            return
        for pid, attribute in woken.items():
            if attribute == ax_wake.ENHANCED:
                application = self._api.AXUIElementCreateApplication(pid)
                self._api.AXUIElementSetAttributeValue(application, attribute, False)

    def _answered(
        self, turn: Turn, seconds: float, work: Callable[[Asker], _T], program: str
    ) -> _T:
        try:
            with self._asker(turn, seconds) as asker:
                return work(asker)
        except NotAnswering as error:
            sentence = messages.NOT_ANSWERING.format(program=program)
            if not program:
                sentence = messages.SOMETHING_NOT_ANSWERING
            raise ProgramNotAnswering("accessibility.not_answering", sentence) from error

    @contextlib.contextmanager
    def _asker(self, turn: Turn, seconds: float) -> Generator[Asker]:
        with self._lock:
            if self._is_closed:
                raise AccessibilityError("accessibility.closed", messages.ACCESSIBILITY_CLOSED)
        if not self._api.AXIsProcessTrusted():
            raise no_permission()
        with macos.pool():
            yield Asker(self._api, turn, seconds)

    # -- windows ------------------------------------------------------------------------------

    def _find(self, asker: Asker, window: Window) -> tuple[Any, Top, Any] | None:
        """Return application, window and focus of `window`; None if its program has no window."""
        if window.pid is None:
            return None
        application = self._api.AXUIElementCreateApplication(window.pid)
        told = asker.many(application, _APPLICATION)
        if told is None:
            return None
        focused = told.get("AXFocusedWindow")
        elements = elements_of(told, "AXWindows")
        if focused is not None and focused not in elements:
            elements = [focused, *elements]  # a sheet or panel that is no window of its own
        tops = [self._top(asker, one, is_focused=one == focused) for one in elements]
        best = best_match(window, tops)
        return None if best is None else (application, best, told.get("AXFocusedUIElement"))

    def _top(self, asker: Asker, element: Any, *, is_focused: bool) -> Top:
        raw = asker.many(element, _TOP) or {}
        return Top(element, text_of(raw, "AXTitle"), bounds_of(raw), is_focused)

    def _glance(self, asker: Asker, window: Window) -> Glance:
        found = self._find(asker, window)
        if found is None:
            return Glance(title=window.title, program=window.program)
        application, top, focused = found
        program = self._program(window.pid)
        self._wake(asker, application, window.pid, program)
        raw = asker.many(top.element, _TOP) or {}
        role = roles.role_of(text_of(raw, "AXRole"), text_of(raw, "AXSubrole"))
        return Glance(
            title=top.title or window.title,
            role=role if role is Role.DIALOG else Role.WINDOW,
            program=window.program,
            focus=self._focus_element(asker, focused, program),
        )

    # -- read ---------------------------------------------------------------------------------

    def _read(self, asker: Asker, window: Window) -> Element | None:
        found = self._find(asker, window)
        if found is None:
            return None
        application, top, focused = found
        program = self._program(window.pid)
        is_new = self._wake(asker, application, window.pid, program)
        walk = Walk(asker, self._handles, program)
        nodes = walk.below(top.element, top.bounds or window.bounds)
        if is_new and not tree.has_page(nodes):
            nodes = self._once_built(asker, walk, top, window) or nodes
        root = self._handles.id_of(top.element)
        nodes = [*named(nodes, top.title), *self._open_menu(asker, walk, focused, root)]
        focus = self._handles.id_of(focused) if focused is not None else ""
        element = tree.build(nodes, root, focus=focus)
        return element if element is not None and element.children else None

    def _once_built(
        self, asker: Asker, walk: Walk, top: Top, window: Window
    ) -> list[tree.Node] | None:
        """Wait a moment for the page of a program that was just woken; None if none came."""
        for _ in range(int(BUILD_SECONDS / _BUILD_STEP_SECONDS)):
            if asker.is_over:
                return None
            asker.wait(_BUILD_STEP_SECONDS)
            nodes = walk.below(top.element, top.bounds or window.bounds)
            if tree.has_page(nodes):
                return nodes
        return None

    def _wake(self, asker: Asker, application: Any, pid: int | None, program: str) -> bool:
        """Ask a program once to report its pages; return whether it took that just now."""
        if pid is None:
            return False
        with self._lock:
            if pid in self._woken:
                return False
            self._woken[pid] = ""
        attribute = ax_wake.wake(asker, application, program)
        with self._lock:
            self._woken[pid] = attribute
        return bool(attribute)

    def _open_menu(self, asker: Asker, walk: Walk, focused: Any, root: str) -> list[tree.Node]:
        """Return the menu that the focus is in, hung into the window: it lies beside it."""
        element, menu = focused, None
        for _ in range(_MOST_PARENTS):
            if element is None or not asker.values.is_element(element):
                break
            raw = asker.many(element, ("AXRole", "AXParent"))
            role = text_of(raw or {}, "AXRole")
            if role == "AXMenu":
                menu = element
            elif role not in ("AXMenuItem", "AXMenu"):
                break
            element = (raw or {}).get("AXParent")
        if menu is None:
            return []
        return _hung(walk.below(menu), root)

    # -- focus --------------------------------------------------------------------------------

    def _focus_anywhere(self, asker: Asker) -> Element | None:
        focused = asker.one(self._system, "AXFocusedUIElement")
        front = self._appkit.NSWorkspace.sharedWorkspace().frontmostApplication()
        if focused is None and front is not None:
            application = self._api.AXUIElementCreateApplication(front.processIdentifier())
            focused = asker.one(application, "AXFocusedUIElement")
        program = "" if front is None else front.bundleIdentifier() or ""
        return self._focus_element(asker, focused, program)

    def _focus_element(self, asker: Asker, focused: Any, program: str) -> Element | None:
        """Read the focused element whole; of a list or table, the item that is selected in it."""
        if focused is None:
            return None
        walk = Walk(asker, self._handles, program)
        node = walk.single(focused)
        if node is None:
            return None
        inside = self._selected_in(asker, walk, focused, node)
        return tree.build([node, *inside], node.id, focus=node.id)

    def _selected_in(
        self, asker: Asker, walk: Walk, focused: Any, node: tree.Node
    ) -> list[tree.Node]:
        """Return the selected item of a list, table or tree that has the focus as a whole."""
        if node.role not in _HOLDERS:
            return []
        for attribute in ("AXSelectedRows", "AXSelectedChildren"):
            chosen = asker.one(focused, attribute)
            if isinstance(chosen, list) and chosen:
                items = walk.below(chosen[0])
                return [replace(one, parent=node.id) for one in items[:1]] + items[1:]
        return []

    def _program(self, pid: int | None) -> str:
        """Return the bundle identifier of a process; empty where it has none."""
        if pid is None:
            return ""
        running = self._appkit.NSRunningApplication.runningApplicationWithProcessIdentifier_(pid)
        return "" if running is None else running.bundleIdentifier() or ""


def _hung(nodes: Sequence[tree.Node], root: str) -> list[tree.Node]:
    """Hang an open menu into the window in front."""
    menus = [replace(one, parent=root, role=Role.GROUP) for one in nodes[:1]]
    return [*menus, *nodes[1:]]
