"""The settings window without a display: every setting has a field, and each one works."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from assistant import messages
from assistant.config import file, values, words
from assistant.config.live import LiveSettings
from assistant.config.settings import (
    Entry,
    Settings,
    entries,
    section_titles,
    sections,
    setting,
)
from assistant.errors import HearingError, HotkeyError
from assistant.hotkeys.checking import Finding, Severity
from assistant.models.catalog import Kind
from assistant.ui import settings_example
from assistant.ui.mnemonics import DIGITS, mnemonic
from assistant.ui.settings_dialogs import ChangesDialog
from assistant.ui.settings_page import Row, field_of
from assistant.ui.settings_services import SettingsServices
from assistant.ui.settings_window import SettingsWindow, SettingsWindows
from running import wait_for

pytestmark = pytest.mark.unit


@dataclass
class Desk:
    """A settings window, what it said, and the settings that it changes."""

    live: LiveSettings
    said: list[str] = field(default_factory=list)
    microphones: Sequence[str] = ("Blue Yeti", "Webcam")
    findings: dict[str, Finding] = field(default_factory=dict)
    captured: Callable[[float], str | None] = lambda _: None
    closed: int = 0
    voiced: list[QWidget] = field(default_factory=list)

    def __post_init__(self) -> None:
        services = SettingsServices(
            say=self.said.append,
            voices=lambda: ["Annie", "Max"],
            microphones=self._microphones,
            examiner=lambda: self,
            capture_key=self._capture,
            voicing=self._voicing,
            models=lambda kind: [("qwen3-vl-2b", "Qwen3")] if kind is Kind.VISION else [],
        )
        self.maker = SettingsWindows(self.live, services)
        self.window: SettingsWindow = self.maker.make(self._closed)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def row(self, name: str) -> Row:
        self.window.show_page(entries()[name].section)
        return self.window.page.rows[name]

    def control(self, name: str) -> QWidget:
        control = self.row(name).field.control
        control.setFocus()
        return control

    def text(self, name: str) -> str:
        return values.as_text(entries()[name].value_in(self.live.current))

    def button(self, text: str) -> QPushButton:
        buttons = self.window.findChildren(QPushButton)
        return next(one for one in buttons if one.text().replace("&", "") == text)

    def settle(self) -> None:
        QApplication.processEvents()
        self.window.flush()
        self.window._say_now()

    def _microphones(self) -> Sequence[str]:
        if not self.microphones:
            raise HearingError("hearing.none", "There is no microphone.")
        return self.microphones

    def _voicing(self, window: QWidget, opening: Callable[[], str]) -> None:
        """Nobody is voiced: a reader runs."""
        assert opening()
        self.voiced.append(window)

    def examine(self, text: str, command: str = "") -> Sequence[Finding]:
        assert command == "read"
        return [self.findings[text]]

    def wait_said(self, sentence: str) -> None:
        def is_said() -> bool:
            QApplication.processEvents()
            return bool(self.said) and self.said[-1] == sentence

        wait_for(is_said, 5, lambda: str(self.said))

    def _capture(self, seconds: float) -> str | None:
        return self.captured(seconds)

    def _closed(self) -> None:
        self.closed += 1


@pytest.fixture
def desk(qt: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(LiveSettings(path=tmp_path / "settings.toml"))
    yield made
    made.window.close()
    made.window.deleteLater()
    qt.processEvents()


# -- every setting has its field ---------------------------------------------------------------


@pytest.mark.parametrize("section", sections())
def test_every_setting_has_a_field_with_name_help_and_a_letter_of_its_own(
    desk: Desk, section: str
) -> None:
    desk.window.show_page(section)
    page = desk.window.page
    assert list(page.rows) == [e.dotted for e in entries().values() if e.section == section]
    letters = [mnemonic(button.text()) for button in desk.window.findChildren(QPushButton)]
    letters = [letter for letter in letters if letter]
    buddies = {label.buddy(): label for label in desk.window.findChildren(QLabel) if label.buddy()}
    letters += [mnemonic(buddies[control].text()) for control in buddies if control.isVisible()]
    for row in page.rows.values():
        control, entry = row.field.control, row.field.entry
        if isinstance(control, QCheckBox):
            letters.append(mnemonic(control.text()))
        assert control.accessibleDescription() == words.help_of(entry)
        interface = QAccessible.queryAccessibleInterface(control)
        labels = [target.text(QAccessible.Text.Name) for target, _ in interface.relations()]
        names = [interface.text(QAccessible.Text.Name), *labels]
        assert any(name.startswith(entry.title) for name in names), entry.dotted
    given = [letter for letter in letters if letter]
    assert len(given) == len(set(given)), sorted(given)
    # The page of the command layer has more fields than letters and digits are found for.
    assert given == letters or set(DIGITS) <= set(given)


def test_titles_are_there_and_different_on_each_page() -> None:
    assert all(section_titles().values())
    for section in sections():
        titles = [e.title for e in entries().values() if e.section == section]
        assert all(titles)
        assert len(titles) == len(set(titles)), section
        assert not [title for title in titles if title.endswith(".")]


def test_all_choices_have_words() -> None:
    for entry in entries().values():
        for choice in entry.choices:
            known = {choice, f"{entry.dotted} {choice}"} & set(messages.CHOICE_WORDS)
            assert known, f"{entry.dotted}: messages.CHOICE_WORDS lacks {choice}"


def test_tab_goes_through_the_page_in_order_and_comes_round(desk: Desk) -> None:
    for section in sections():
        desk.window.show_page(section)
        stops = desk.window.page.stops
        desk.window.setFocus()
        start = at = desk.window._list
        order = []
        for _ in range(200):
            at = _next(at)
            if at is start:
                break
            order.append(at)
        buttons = [b for b in desk.window._buttons if b.isVisible()]
        assert order == [*stops, *buttons, desk.window._find], section


def _next(widget: QWidget) -> QWidget:
    """Return what Tab leads to."""
    at = widget.nextInFocusChain()
    while not _is_stop(at):
        at = at.nextInFocusChain()
    return at


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    is_part = isinstance(widget.parentWidget(), QSpinBox)
    return takes_tab and not is_part and widget.isVisible() and widget.isEnabled()


# -- each kind of field -------------------------------------------------------------------------


def test_a_check_box_changes_at_once(desk: Desk) -> None:
    box = desk.control("speech.earcons")
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert desk.live.current.speech.earcons is False
    assert file.load(desk.live.path).settings.speech.earcons is False


def test_keys_go_through_numbers_and_the_last_is_taken_and_heard(desk: Desk) -> None:
    box = desk.control("speech.rate")
    for _ in range(5):
        QTest.keyClick(box, Qt.Key.Key_Up)
    assert desk.live.current.speech.rate == 50
    desk.settle()
    assert desk.live.current.speech.rate == 55
    assert desk.said == ["Speech rate 55: this is how I speak now."]


def test_the_value_is_taken_without_more_when_the_keys_rest(desk: Desk) -> None:
    QTest.keyClick(desk.control("speech.pitch"), Qt.Key.Key_Down)

    def is_taken() -> bool:
        QApplication.processEvents()
        return desk.live.current.speech.pitch == 49

    wait_for(is_taken, 10, lambda: "the value was never taken")


@pytest.mark.parametrize("typed", ["700", "abc", "", "-5", "12.5"])
def test_a_wrong_number_is_told_at_the_field_and_stays_there(desk: Desk, typed: str) -> None:
    box = desk.control("speech.rate")
    assert isinstance(box, QSpinBox)
    box.selectAll()
    QTest.keyClicks(box, typed) if typed else QTest.keyClick(box, Qt.Key.Key_Delete)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert desk.said == [], "the next control would silence it"
    desk.settle()
    found = f'"{typed}"' if typed in ("abc", "12.5") else typed or "empty"
    sentence = f"Speech rate can't be {found}; it must be a whole number from 0 to 100."
    assert desk.said == [sentence]
    assert desk.row("speech.rate").error == f"Wrong: {sentence}"
    QApplication.processEvents()
    assert box.accessibleDescription().startswith(f"Wrong: {sentence} How fast;")
    assert box.lineEdit().text() == typed
    assert desk.live.current.speech.rate == 50
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "70")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert desk.live.current.speech.rate == 70
    assert desk.row("speech.rate").error == ""
    QApplication.processEvents()
    assert box.accessibleDescription().startswith("Wrong:"), "it changes under the focus"
    QTest.keyClick(box, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert box.accessibleDescription().startswith("How fast;")


def test_enter_tells_it_once_more(desk: Desk) -> None:
    box = desk.control("speech.rate")
    assert isinstance(box, QSpinBox)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert desk.said.pop() == "Speech rate 50: this is how I speak now."
    box.selectAll()
    QTest.keyClicks(box, "700")
    for _ in range(2):
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert desk.said.pop().startswith("Speech rate can't be 700")
        assert box.lineEdit().text() == "700"


def test_what_is_wrong_outlives_other_changes_but_no_reset(desk: Desk) -> None:
    box = desk.control("speech.rate")
    assert isinstance(box, QSpinBox)
    box.selectAll()
    QTest.keyClicks(box, "700")
    QTest.keyClick(box, Qt.Key.Key_Tab)
    QTest.keyClick(desk.control("speech.earcons"), Qt.Key.Key_Space)
    QApplication.processEvents()
    assert (box.lineEdit().text(), bool(desk.row("speech.rate").error)) == ("700", True)
    desk.button("Reset this page").click()
    assert (box.lineEdit().text(), desk.row("speech.rate").error) == ("50", "")


def test_a_choice_is_made_by_its_words_and_kept_by_its_id(desk: Desk) -> None:
    box = desk.control("speech.punctuation")
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Down)
    desk.settle()
    assert (box.currentText(), desk.live.current.speech.punctuation) == ("all", "all")
    assert desk.said == ["Hello, Ann! Is it done (part 2)? Yes: 50%; see a/b."]
    assert desk.control("hearing.talk").currentText() == "hold the key while speaking"


def test_the_length_is_heard_by_an_example(desk: Desk) -> None:
    QTest.keyClick(desk.control("describe.detail"), Qt.Key.Key_End)
    desk.settle()
    full = desk.said.pop()
    QTest.keyClick(desk.control("describe.detail"), Qt.Key.Key_Home)
    desk.settle()
    short = desk.said.pop()
    assert "Bob: Invoice for March" in full
    assert "Bob: Invoice for March" not in short
    assert len(short) < len(full)
    for said in (short, full):
        assert said.startswith("Inbox, window, Mail.")
    assert settings_example.described(desk.live.current.describe.detail) == short


def test_a_line_of_text_is_taken_on_enter(desk: Desk) -> None:
    line = desk.control("vision.server_model")
    QTest.keyClicks(line, "qwen")
    assert desk.live.current.vision.server_model == ""
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.live.current.vision.server_model == "qwen"
    assert desk.window.isVisible()


def test_tab_leaves_the_instructions_and_takes_them(desk: Desk) -> None:
    box = desk.control("describe.instructions")
    assert isinstance(box, QPlainTextEdit)
    QTest.keyClicks(box, "Colors first.")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClicks(box, "Be brief.")
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert desk.live.current.describe.instructions == "Colors first.\nBe brief."
    assert not box.hasFocus()
    written = file.load(desk.live.path).settings
    assert written.describe.instructions == "Colors first.\nBe brief."


def test_too_long_instructions_are_told_and_not_lost(desk: Desk) -> None:
    box = desk.control("describe.instructions")
    assert isinstance(box, QPlainTextEdit)
    box.setPlainText("x" * 2001)
    QTest.keyClick(box, Qt.Key.Key_Tab)
    desk.settle()
    assert "at most 2000 characters" in desk.said[-1]
    assert len(box.toPlainText()) == 2001
    assert desk.live.current.describe.instructions == ""


def found(desk: Desk, name: str, count: int) -> QComboBox:
    box = desk.control(name)
    assert isinstance(box, QComboBox)

    def is_filled() -> bool:
        QApplication.processEvents()
        return box.count() >= count

    wait_for(is_filled, 5, lambda: f"only {box.count()} entries")
    return box


def test_voices_are_those_that_there_are(desk: Desk) -> None:
    box = found(desk, "speech.voice", 3)
    assert [box.itemText(n) for n in range(3)] == ["the usual voice", "Annie", "Max"]
    QTest.keyClick(box, Qt.Key.Key_End)
    desk.settle()
    assert desk.live.current.speech.voice == "Max"
    assert desk.said == ["This is how I speak now."]
    QTest.keyClick(box, Qt.Key.Key_Home)
    desk.settle()
    assert desk.live.current.speech.voice == ""


def test_a_microphone_that_is_not_there_stays_chosen(qt: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    file.change(path, "hearing.microphone", "Headset")
    desk = Desk(LiveSettings(file.load(path).settings, path))
    box = found(desk, "hearing.microphone", 4)
    assert box.currentText() == "Headset, not there now"
    assert desk.live.current.hearing.microphone == "Headset"
    desk.window.close()


def test_why_nothing_is_found_is_told_at_the_field(qt: QApplication, tmp_path: Path) -> None:
    desk = Desk(LiveSettings(path=tmp_path / "settings.toml"), microphones=())
    row = desk.row("hearing.microphone")

    def is_told() -> bool:
        QApplication.processEvents()
        return row.error == "Wrong: There is no microphone."

    wait_for(is_told, 5, lambda: row.error)
    desk.window.close()


def test_a_model_is_one_that_is_here_or_a_folder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = found(desk, "vision.model", 2)
    assert [box.itemText(n) for n in range(2)] == ["no model", "Qwen3"]
    QTest.keyClick(box, Qt.Key.Key_End)
    desk.settle()
    assert desk.live.current.vision.model == "qwen3-vl-2b"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    desk.button("Choose a folder for Vision model…").click()
    assert desk.live.current.vision.model == str(tmp_path)


def test_a_future_fraction_is_a_text_that_is_checked(qt: QApplication, desk: Desk) -> None:
    entry = Entry("a", "b", float, 1.0, "About.", 0, 2, (), title="Fraction")
    made = field_of(entry, desk.maker._services)
    assert isinstance(made.control, QLineEdit)
    told: list[tuple[str, bool]] = []
    made.changed.connect(lambda text, is_final: told.append((text, is_final)))
    made.control.setText("1.5")
    made.commit()
    assert told == [("1.5", True)]
    assert setting(1.0, about="About.").metadata["title"] == ""  # type: ignore[attr-defined]


# -- keys ---------------------------------------------------------------------------------------


def key_dialog(desk: Desk, monkeypatch: pytest.MonkeyPatch, act: Callable[[QDialog], None]) -> None:
    """Press the button of a key, and act where the dialog would wait."""
    from assistant.ui.key_dialog import KeyDialog  # noqa: PLC0415

    def execute(dialog: KeyDialog) -> int:
        dialog.show()
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(KeyDialog, "exec", execute)
    desk.row("keys.read").field.control.click()


def free(key: str) -> Finding:
    return Finding(Severity.FREE, "hotkeys.free", f"{key} is free.")


def capture_nothing(_seconds: float) -> str | None:
    """The window hears only the keys that reach it."""
    raise HotkeyError("hotkeys.none", "No keys.")


def test_a_new_key_is_pressed_checked_and_taken(desk: Desk, monkeypatch) -> None:
    desk.captured = capture_nothing
    desk.findings["Ctrl+Alt+Super+D"] = free("control alt super D")

    def act(dialog: QDialog) -> None:
        edit = dialog.findChild(QLineEdit)
        assert dialog.windowTitle() == "Key for: Read all text"
        held = (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.MetaModifier
            | Qt.KeyboardModifier.AltModifier
        )
        QTest.keyClick(edit, Qt.Key.Key_D, held)
        desk.wait_said("control alt super D is free.")
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    key_dialog(desk, monkeypatch, act)
    assert desk.live.current.keys.read == "Ctrl+Alt+Super+D"
    button = desk.row("keys.read").field.control
    assert button.accessibleName() == "Read all text: control alt super D"


def test_a_key_that_is_refused_cannot_be_taken(desk: Desk, monkeypatch) -> None:
    desk.captured = capture_nothing
    desk.findings["A"] = Finding(Severity.REFUSED, "hotkeys.needs_modifier", "A is for typing.")

    def act(dialog: QDialog) -> None:
        edit = dialog.findChild(QLineEdit)
        QTest.keyClick(edit, Qt.Key.Key_A)
        desk.wait_said("A is for typing.")
        assert dialog.focusWidget() is edit
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    key_dialog(desk, monkeypatch, act)
    assert desk.live.current.keys.read == "Ctrl+Super+E"


def test_a_key_that_another_program_takes_is_heard_all_the_same(desk: Desk, monkeypatch) -> None:
    desk.captured = lambda _: "Ctrl+Super+X"
    desk.findings["Ctrl+Super+X"] = free("control super X")

    def act(dialog: QDialog) -> None:
        desk.wait_said("control super X is free.")
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    key_dialog(desk, monkeypatch, act)
    assert desk.live.current.keys.read == "Ctrl+Super+X"


def test_escape_leaves_the_key_as_it_is_and_no_key_takes_it_away(desk: Desk, monkeypatch) -> None:
    def leave(dialog: QDialog) -> None:
        def is_closed() -> bool:
            QApplication.processEvents()
            return not dialog.isVisible()

        wait_for(is_closed, 5, lambda: "the dialog stays")

    key_dialog(desk, monkeypatch, leave)
    assert desk.live.current.keys.read == "Ctrl+Super+E"
    desk.captured = capture_nothing
    key_dialog(
        desk,
        monkeypatch,
        lambda dialog: next(
            b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == "No key"
        ).click(),
    )
    assert desk.live.current.keys.read == ""
    assert desk.row("keys.read").field.control.accessibleName() == "Read all text: no key"


# -- all settings -------------------------------------------------------------------------------


def test_undo_takes_back_one_step_after_the_other(desk: Desk) -> None:
    QTest.keyClick(desk.control("speech.rate"), Qt.Key.Key_Up)
    QTest.keyClick(desk.control("speech.earcons"), Qt.Key.Key_Space)
    desk.settle()
    for said in ("Short sounds is on again.", "Speech rate is 50 again."):
        desk.button("Undo").click()
        assert desk.said[-1] == said
    assert desk.live.current == Settings()
    box = desk.control("speech.rate")
    assert isinstance(box, QSpinBox)
    assert box.value() == 50
    desk.button("Undo").click()
    assert desk.said[-1] == "There is nothing to undo."


def test_reset_of_a_page_leaves_the_others(desk: Desk) -> None:
    desk.live.change("speech.rate", "70")
    desk.live.change("log.level", "debug")
    desk.window.show_page("speech")
    desk.button("Reset this page").click()
    assert desk.said[-1] == "1 setting has its default again."
    assert (desk.text("speech.rate"), desk.text("log.level")) == ("50", "debug")
    desk.button("Reset this page").click()
    assert desk.said[-1] == "Everything has its default already."
    desk.button("Undo").click()
    assert desk.text("speech.rate") == "70"


@pytest.mark.parametrize("agrees", [True, False])
def test_reset_of_all_asks_first(desk: Desk, monkeypatch, agrees: bool) -> None:
    desk.live.change("speech.rate", "70")
    desk.live.change("log.level", "debug")

    def execute(box: QMessageBox) -> int:
        assert box.text() == "Give all settings their defaults?"
        assert box.defaultButton() is box.escapeButton()
        buttons = [b for b in box.buttons() if (b is box.escapeButton()) is not agrees]
        buttons[0].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", execute)
    desk.button("Reset all").click()
    assert (desk.live.current == Settings()) is agrees


def test_what_is_exported_is_imported_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "moved.toml"
    for name, text in (("speech.rate", "70"), ("describe.instructions", "a\nb"), ("keys.read", "")):
        desk.live.change(name, text)
    wanted = desk.live.current
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desk.button("Export…").click()
    assert desk.said[-1] == f"The settings are in {path}."
    assert set(tomllib.loads(path.read_text())) == {"version", *sections()}
    desk.live.replace(Settings())
    listed: list[str] = []
    agrees = [True, False]

    def execute(dialog: ChangesDialog) -> bool:
        listed[:] = [dialog._list.item(n).text() for n in range(dialog._list.count())]
        return agrees.pop(0)

    monkeypatch.setattr(ChangesDialog, "exec", execute)
    desk.button("Import…").click()
    assert listed == [
        "Speech, Speech rate: 70 instead of 50.",
        "Descriptions, Instructions to the model: a b instead of empty.",
        "Keys, Read all text: no key instead of Ctrl+Super+E.",
    ]
    assert desk.live.current == wanted
    assert desk.said[-1] == "3 settings are changed."
    desk.button("Undo").click()
    assert desk.live.current == Settings()
    desk.button("Import…").click()
    assert desk.live.current == Settings(), "Cancel must leave everything"


def test_a_mistake_in_a_file_is_told_with_its_line(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text("[speech]\nrate = 900\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desk.button("Import…").click()
    sentence = f"In line 2 of {path}, speech.rate is 900, but it must be a whole number"
    assert desk.said == [f"{sentence} from 0 to 100."]
    line = desk.window._status
    assert (line.text(), line.isVisible()) == (desk.said[0], True)
    assert _next(desk.window.page.stops[-1]) is line
    assert desk.live.current == Settings()


def test_what_changes_elsewhere_is_shown(desk: Desk) -> None:
    box = desk.control("speech.rate")
    assert isinstance(box, QSpinBox)
    desk.live.change("speech.rate", "80")
    QApplication.processEvents()
    assert box.value() == 80


def test_a_file_that_cannot_be_written_is_told_and_the_change_holds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.live.path.write_text("[speech\n")
    QTest.keyClick(desk.control("speech.earcons"), Qt.Key.Key_Space)
    assert desk.live.current.speech.earcons is False
    assert desk.said[-1].startswith(f"Line 1 of {desk.live.path} can't be understood")


# -- finding one's way --------------------------------------------------------------------------


def test_search_lists_settings_and_enter_goes_there(desk: Desk) -> None:
    edit = desk.window._find
    edit.setFocus()
    QTest.keyClicks(edit, "server")
    shown = [desk.window._list.item(n).text() for n in range(desk.window._list.count())]
    assert shown[0] == "Address of your own server, Vision"
    assert desk.window._list.accessibleDescription() == f"{len(shown)} settings found."
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert desk.window.section == "vision"
    assert desk.window.focusWidget() is desk.window.page.rows["vision.server"].field.control
    QTest.keyClicks(edit, "xyz")
    assert desk.window._list.count() == 0
    assert desk.window._list.accessibleDescription() == "No setting is called like that."
    QTest.keyClick(edit, Qt.Key.Key_Return)
    edit.clear()
    assert desk.window._list.count() == len(sections())
    assert desk.window._list.currentItem().text() == "Vision"


def test_pages_are_turned_from_anywhere(desk: Desk) -> None:
    first, second = list(sections())[:2]
    held = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(desk.control("speech.rate"), Qt.Key.Key_PageDown, held)
    assert desk.window.section == second
    assert desk.window.focusWidget() is desk.window.page.stops[0]
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_PageUp, held)
    assert desk.window.section == first
    desk.window._list.setFocus()
    QTest.keyClick(desk.window._list, Qt.Key.Key_Down)
    assert desk.window.section == second
    assert desk.window._list.hasFocus()


@pytest.mark.parametrize("section", sections())
def test_no_control_keeps_the_keys_that_turn_pages_or_close(desk: Desk, section: str) -> None:
    held = Qt.KeyboardModifier.ControlModifier
    back = {Qt.Key.Key_PageDown: Qt.Key.Key_PageUp, Qt.Key.Key_Tab: Qt.Key.Key_Backtab}
    desk.window.show_page(section)
    for stop in desk.window.page.stops:
        for key, other in back.items():
            stop.setFocus()
            QTest.keyClick(stop, key, held)
            assert desk.window.section != section, (stop, key)
            shift = Qt.KeyboardModifier.ShiftModifier
            again = held | shift if other is Qt.Key.Key_Backtab else held
            QTest.keyClick(desk.window.focusWidget(), other, again)
            assert desk.window.section == section, (stop, other)
    assert desk.live.current == Settings()
    stop.setFocus()
    QTest.keyClick(stop, Qt.Key.Key_Escape)
    assert not desk.window.isVisible()


def test_escape_closes_takes_what_was_typed_and_says_so(desk: Desk) -> None:
    line = desk.control("vision.server_model")
    QTest.keyClicks(line, "qwen")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not desk.window.isVisible()
    assert desk.closed == 1
    assert desk.live.current.vision.server_model == "qwen"
