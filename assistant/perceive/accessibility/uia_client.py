"""UI Automation through comtypes: one call reads a window with all that is asked of each element.

The interfaces are made from the type library that Windows itself has. One client belongs to one
thread (uia_worker.py); all calls may block until the limits that `Client` sets.
"""

from __future__ import annotations

import logging
import os
import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.perceive.accessibility import uia_roles, uia_tree
from assistant.perceive.accessibility.uia_roles import Pattern, Property

_log = logging.getLogger(__name__)

CONNECT_MILLISECONDS = 100
"""So long Windows waits for a program's first answer."""
ANSWER_MILLISECONDS = 1200
"""So long it waits for the whole answer."""
MOST_ELEMENTS = 3000
"""Of one window; the rest is left out."""

_MULTITHREADED = 0
_NO_REFERENCE, _FULL_REFERENCE = 0, 1
"""Modes of an element: only its cache, or one that can be pressed."""
_ELEMENT, _SUBTREE = 1, 7
"""Scopes: the element alone; itself and all below it."""
_UNAVAILABLE = frozenset((0x80040201, 0x800706BA, 0x80010108))
"""The element is gone; its program is gone."""
_TIMED_OUT = 0x80131505
_DISABLED = 0x80040200
_INVALID_ARGUMENT = 0x80070057


class Unavailable(Exception):
    """The window or the element is there no more."""


class TimedOut(Exception):
    """The program did not answer in time."""


class Disabled(Exception):
    """The element can't be pressed now."""


class Refused(Exception):
    """The program answered with an error."""


class Client:
    """The connection to UI Automation. Made and used on one thread."""

    def __init__(self, library: Path | None = None) -> None:
        """Connect by Windows' own type library or another. Raises OSError where there is none."""
        if not hasattr(sys, "coinit_flags"):
            sys.coinit_flags = _MULTITHREADED  # pyright: ignore[reportAttributeAccessIssue]
        import comtypes  # noqa: PLC0415 - it joins the thread that imports it to COM
        import comtypes.client  # noqa: PLC0415 - the same

        comtypes.CoInitializeEx(_MULTITHREADED)
        self._fault: Any = comtypes.COMError
        if library is None:
            library = Path(os.environ["SYSTEMROOT"], "System32", "UIAutomationCore.dll")
        self._uia: Any = comtypes.client.GetModule(str(library))
        uia = self._uia
        self._client: Any = comtypes.client.CreateObject(
            uia.CUIAutomation8, interface=uia.IUIAutomation2
        )
        self._limit()
        self._properties = tuple(Property)
        self._whole = self._request(_SUBTREE, _NO_REFERENCE)
        self._whole.TreeFilter = self._showing()
        self._alone = self._request(_ELEMENT, _FULL_REFERENCE)

    def tree(self, handle: int) -> Iterator[tuple[uia_tree.Values, str]]:
        """Yield what shows in a window: properties of each element and its parent's id.

        The first is the window. Raises Unavailable, TimedOut, Refused.
        """
        try:
            top = self._client.ElementFromHandleBuildCache(handle, self._whole)
            yield from self._walk(top)
        except self._fault as error:
            raise _translated(error) from error

    def alone(self, handle: int) -> uia_tree.Values:
        """Return the properties of a window. Raises Unavailable, TimedOut, Refused."""
        try:
            return self._values(self._client.ElementFromHandleBuildCache(handle, self._alone))
        except self._fault as error:
            raise _translated(error) from error

    def focused(self) -> uia_tree.Values | None:
        """Return the properties of what has the focus. Raises Unavailable, TimedOut, Refused."""
        try:
            found = self._client.GetFocusedElementBuildCache(self._alone)
            return self._values(found) if found else None
        except self._fault as error:
            raise _translated(error) from error

    def find(self, handle: int, identity: str) -> Any:
        """Return a live element of a window by its id; None where it is there no more."""
        # COM takes a list for one of variants; an id is one of 32-bit numbers.
        numbers = array("l", [int(part) for part in identity.split(".")])
        condition = self._client.CreatePropertyCondition(Property.RUNTIME_ID, numbers)
        try:
            top = self._client.ElementFromHandle(handle)
            return top.FindFirstBuildCache(_SUBTREE, condition, self._alone) or None
        except self._fault as error:
            if _number(error) in _UNAVAILABLE:
                return None
            raise _translated(error) from error

    def values(self, element: Any) -> uia_tree.Values:
        """Return the cached properties of a live element."""
        return self._values(element)

    def press(self, element: Any, values: uia_tree.Values) -> bool:
        """Press a live element; return False where its program offers no way.

        Raises Unavailable, Disabled, TimedOut, Refused.
        """
        try:
            for pattern, interface in self._presses(values):
                found = element.GetCurrentPattern(pattern)
                if found:
                    self._press(pattern, found.QueryInterface(interface), values)
                    return True
        except self._fault as error:
            raise _translated(error) from error
        return False

    def _limit(self) -> None:
        """Let Windows itself give up on programs; where it can't, uia_worker.py does alone."""
        try:
            self._client.ConnectionTimeout = CONNECT_MILLISECONDS
            self._client.TransactionTimeout = ANSWER_MILLISECONDS
        except self._fault as error:
            _log.info("UI Automation takes no limits: %s", error)

    def _presses(self, values: uia_tree.Values) -> Sequence[tuple[Pattern, Any]]:
        uia = self._uia
        found = [
            (Pattern.INVOKE, uia.IUIAutomationInvokePattern),
            (Pattern.TOGGLE, uia.IUIAutomationTogglePattern),
            (Pattern.SELECTION_ITEM, uia.IUIAutomationSelectionItemPattern),
            (Pattern.EXPAND_COLLAPSE, uia.IUIAutomationExpandCollapsePattern),
        ]
        if values.get(Property.LEGACY_ACTION):
            found.append((Pattern.LEGACY, uia.IUIAutomationLegacyIAccessiblePattern))
        return found

    @staticmethod
    def _press(pattern: Pattern, way: Any, values: uia_tree.Values) -> None:
        if pattern is Pattern.INVOKE:
            way.Invoke()
        elif pattern is Pattern.TOGGLE:
            way.Toggle()
        elif pattern is Pattern.SELECTION_ITEM:
            way.Select()
        elif pattern is Pattern.LEGACY:
            way.DoDefaultAction()
        elif values.get(Property.EXPAND_COLLAPSE_STATE) == uia_roles.EXPANDED:
            way.Collapse()
        else:
            way.Expand()

    def _request(self, scope: int, mode: int) -> Any:
        """Return what is to be read of elements; of the control view, where nothing else is set."""
        request = self._client.CreateCacheRequest()
        known: list[Property] = []
        for one in self._properties:
            try:
                request.AddProperty(one)
            except self._fault as error:
                if _number(error) != _INVALID_ARGUMENT:
                    raise
                _log.debug("this release of Windows has no property %s", one.name)
            else:
                known.append(one)
        self._properties = tuple(known)
        request.TreeScope = scope
        request.AutomationElementMode = mode
        return request

    def _showing(self) -> Any:
        """Return the condition for what is to be in a tree: of the control view, and to be seen."""
        showing = self._client.CreatePropertyCondition(uia_roles.IS_OFFSCREEN, False)
        return self._client.CreateAndCondition(self._client.ControlViewCondition, showing)

    def _walk(self, top: Any) -> Iterator[tuple[uia_tree.Values, str]]:
        """Yield an element and all below it, parents before their children, in their order."""
        waiting: list[tuple[Any, str]] = [(top, "")]
        count = 0
        while waiting and count < MOST_ELEMENTS:
            element, parent = waiting.pop()
            values = uia_tree.with_identity(self._values(element), f"{parent}.{-count}")
            yield values, parent
            count += 1
            identity = uia_tree.identity(values)
            children = element.GetCachedChildren()
            if children:
                inner = [children.GetElement(number) for number in range(children.Length)]
                waiting += [(one, identity) for one in reversed(inner)]

    def _values(self, element: Any) -> uia_tree.Values:
        return uia_tree.known(
            lambda one: element.GetCachedPropertyValue(one) if one in self._properties else None
        )


def _number(error: Any) -> int:
    """Return the number of an error of COM, as Microsoft writes it."""
    return int(error.hresult) & 0xFFFFFFFF


def _translated(error: Any) -> Exception:
    number = _number(error)
    if number in _UNAVAILABLE:
        return Unavailable()
    if number == _TIMED_OUT:
        return TimedOut()
    return Disabled() if number == _DISABLED else Refused(f"{number:#x}")
