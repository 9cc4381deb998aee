"""Makes each of the program's windows out of the parts that run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from assistant.commands.first_steps import KeyPresses, steps

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from assistant.commands.run import Runner
    from assistant.keyboard import Keyboard
    from assistant.speak.readers import ReaderWatcher
    from assistant.ui.settings_window import SettingsWindows
    from assistant.ui.windows import Maker


def makers(runner: Runner, keyboard: Keyboard, readers: ReaderWatcher) -> Mapping[str, Maker]:
    """Return what makes each window, by the name that commands call it by. For Qt's thread."""
    context = runner.context
    is_reader_active = partial(_is_active, readers)

    @cache
    def settings_windows() -> SettingsWindows:
        from assistant.ui.settings_parts import services_of  # noqa: PLC0415 - the start is quicker
        from assistant.ui.settings_window import SettingsWindows  # noqa: PLC0415

        services = services_of(context, lambda: keyboard.hotkeys, is_reader_active)
        return SettingsWindows(context.live, services)

    def make_first_steps(give_back: Callable[[], None]) -> QWidget:
        from assistant.ui.first_steps_window import FirstStepsWindow  # noqa: PLC0415

        reader = readers.reader
        name = "" if reader is None else reader.name
        way = steps(context, name, KeyPresses(keyboard.listen, keyboard.start_again))
        return FirstStepsWindow(context, way, give_back, is_reader_active)

    def make_result(give_back: Callable[[], None]) -> QWidget:
        from assistant.ui.result_window import ResultWindow  # noqa: PLC0415

        return ResultWindow(runner, give_back, is_reader_active)

    return {
        "first_steps": make_first_steps,
        "result": make_result,
        "settings": lambda give_back: settings_windows().make(give_back),
    }


def _is_active(readers: ReaderWatcher) -> bool:
    return readers.reader is not None
