"""The tray icon: the same commands as the keys, and the state in icon and name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from assistant import messages
from assistant.assets import asset

STATES: Mapping[str, tuple[str, str]] = {
    "ready": ("lookaloud.svg", messages.TRAY_READY),
    "working": ("lookaloud-working.svg", messages.TRAY_WORKING),
    "camera": ("lookaloud-camera.svg", messages.TRAY_CAMERA),
    "problem": ("lookaloud-problem.svg", messages.TRAY_PROBLEM),
}
"""State: file of its icon, and its accessible name."""


class Tray(QObject):
    """The icon and its menu. Lives on Qt's thread; its signals may be emitted from any."""

    state_changed = Signal(str)
    problem_found = Signal(str)
    text_copied = Signal(str)
    keys_changed = Signal(dict, list)
    """The key of each command, and the problems that there are now."""

    def __init__(
        self,
        titles: Mapping[str, str],
        keys: Mapping[str, str],
        run: Callable[[str], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._icons = {state: QIcon(str(asset(name))) for state, (name, _) in STATES.items()}
        self._problem = ""
        self._menu = QMenu()
        self._titles = titles
        self._actions = {
            command: self._add(title, lambda c=command: run(c)) for command, title in titles.items()
        }
        self._menu.addSeparator()
        self._add(messages.TRAY_QUIT, leave)
        self._icon = QSystemTrayIcon()
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._run = run
        self.state_changed.connect(self.show_state)
        self.problem_found.connect(self.show_problem)
        self.text_copied.connect(self._copy)
        self.keys_changed.connect(self.show_keys)
        self.show_keys(keys, ())
        self._icon.show()

    @property
    def accessible_name(self) -> str:
        """What a screen reader says of the icon."""
        return self._icon.toolTip()

    def show_state(self, state: str) -> None:
        """Show a state of `STATES`; a problem stays in the name until it is gone."""
        if state == "ready" and self._problem:
            state = "problem"
        self._icon.setIcon(self._icons[state])
        name = STATES[state][1]
        joint = " " if state == "problem" else ". "
        self._icon.setToolTip(joint.join(filter(None, (name, self._problem))))

    def show_problem(self, sentence: str) -> None:
        """Keep a problem in icon and name; an empty sentence takes it away."""
        self._problem = sentence
        self.show_state("problem" if sentence else "ready")

    def show_keys(self, keys: Mapping[str, str], problems: Sequence[str]) -> None:
        """Show the key of each command, and the first of the problems."""
        for command, action in self._actions.items():
            action.setText(self._text(self._titles[command], keys.get(command, "")))
        self.show_problem(problems[0] if problems else "")

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()

    def _add(self, text: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self._menu)
        action.triggered.connect(lambda _=False: act())
        self._menu.addAction(action)
        return action

    @staticmethod
    def _copy(text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._run("describe_window")

    @staticmethod
    def _text(title: str, key: str) -> str:
        """Return title and key: in the text, as a shortcut would be taken a second time."""
        return f"{title}\t{messages.key_label(key)}" if key else title
