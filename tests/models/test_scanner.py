"""SANE's own scanners without hardware: `test` draws pictures, `pnm` scans a file.

Both are real drivers behind the real `scanimage`; pages are read by the real engine.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from assistant.build import build_context, close_context, open_output
from assistant.capture import scanner_process
from assistant.capture.scanner import MEMORY, Scanner
from assistant.commands.request import Request
from assistant.commands.result import lines
from assistant.commands.run import Runner
from assistant.config.live import LiveSettings
from assistant.config.settings import ScannerSettings, Settings
from assistant.errors import CaptureError
from assistant.turn import Turn, TurnCancelled
from assistant.types import Origin
from camera_videos import LETTER, Pixels, Shot, seen, sheet
from running import wait_for

pytestmark = [pytest.mark.model, pytest.mark.timeout(60)]  # the engine that reads text starts once

LETTER_TEXT = " ".join(LETTER)
INVOICE = (
    "Invoice 2024-0815 of 14 March",
    "Balance: 1,284.50 euros",
    "Please pay within two weeks.",
)
INVOICE_TEXT = " ".join(INVOICE)
SLOW = "--read-delay=yes --read-delay-duration=200000 --read-limit=yes --read-limit-size=30000"
"""Of the test driver: a page at 300 dots an inch would take minutes."""
STATUS = "--read-return-value=SANE_STATUS_"


@pytest.fixture(autouse=True)
def two_scanners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SANE know its test driver only, and look nowhere else."""
    (tmp_path / "dll.conf").write_text("test\n")
    (tmp_path / "test.conf").write_text("number_of_devices 2\n")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))


def scanner(device: str = "test:0", options: str = "", **fields: str) -> Scanner:
    return Scanner(lambda: ScannerSettings(device=device, options=options, **fields))


def nobody(_percent: float | None) -> None:
    """Tell nobody how far it is."""


def fault(found: Scanner, pages: int | None = None) -> str:
    with pytest.raises(CaptureError) as raised:
        list(found.scan(Turn(), nobody, pages=pages))
    return raised.value.code


def send(found: Scanner, number: signal.Signals) -> None:
    """Send a signal to the process that drives the scanner, if it still runs."""
    pid = found.pid
    if pid is not None:
        os.kill(pid, number)


def written(path: Path, page: Pixels) -> Path:
    assert cv2.imwrite(str(path), page)
    return path


def tilted(page: Pixels, degrees: float) -> Pixels:
    """Return the page as it lies askew on the glass."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.9)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=(250, 250, 250))
    return np.asarray(turned, np.uint8)


# -- the device --------------------------------------------------------------------------------


def test_scanners_are_listed_and_named() -> None:
    found = scanner()
    assert [one.id for one in found.devices(Turn())] == ["test:0", "test:1"]
    # Two have the same name, so the id is kept.
    assert found.named(Turn(), "1") == "test:1"
    assert found.named(Turn(), "net:host:x") == "net:host:x"
    with pytest.raises(CaptureError) as raised:
        found.named(Turn(), "LiDE")
    assert raised.value.code == "scanner.unknown"
    assert fault(scanner("LiDE")) == "scanner.unknown"


def test_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dll.conf").write_text("")
    assert scanner().devices(Turn()) == []
    assert fault(scanner("")) == "scanner.none"
    assert fault(scanner("test:7")) == "scanner.absent"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fault(scanner("")) == "scanner.missing"


def test_a_whole_page_comes_in_colour_with_its_progress() -> None:
    told: list[float] = []
    found = scanner("", '--test-picture="Color pattern"', resolution="150")
    [page] = found.scan(Turn(), lambda percent: told.append(percent or 0.0))
    # The driver's page is 200 mm at most, and set to 80 by 100.
    assert (page.width, page.height) == (1181, 1181)
    assert page.origin is Origin.SCANNER
    pixels = np.frombuffer(page.pixels, np.uint8).reshape(page.height, page.width, 4)
    assert (pixels[:, :, 0] != pixels[:, :, 2]).mean() > 0.1
    assert told[-1] == 100
    assert found.pid is None


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("DEVICE_BUSY", "scanner.busy"),
        ("JAMMED", "scanner.jam"),
        ("NO_DOCS", "scanner.no_paper"),
        ("COVER_OPEN", "scanner.open"),
        ("IO_ERROR", "scanner.gone"),
        ("ACCESS_DENIED", "scanner.forbidden"),
        ("NO_MEM", "scanner.failed"),
        ("EOF", "capture.damaged"),
    ],
)
def test_what_the_driver_reports_is_told(status: str, code: str) -> None:
    assert fault(scanner(options=STATUS + status)) == code
    assert fault(scanner(options=STATUS + status), pages=2) == code


def test_the_feeder_is_scanned_until_it_is_empty() -> None:
    before = set(MEMORY.iterdir())
    found = scanner(resolution="150", source="feeder")
    assert len(list(found.scan(Turn(), nobody))) == 10
    assert len(list(found.scan(Turn(), nobody, pages=3))) == 3
    pages = found.scan(Turn(), nobody)
    next(pages)
    pages.close()
    assert set(MEMORY.iterdir()) - before == set()
    assert fault(scanner("pnm:0"), pages=2) == "scanner.no_feeder"


def test_the_end_of_a_turn_ends_the_scan_and_the_next_begins() -> None:
    section = [ScannerSettings(device="test:0", options=SLOW)]
    found, turn, begun = Scanner(lambda: section[0]), Turn(), threading.Event()
    threading.Thread(target=lambda: (begun.wait(20), turn.cancel()), daemon=True).start()
    with pytest.raises(TurnCancelled):
        list(found.scan(turn, lambda percent: begun.set() if percent else None))
    wait_for(lambda: found.pid is None, 3, lambda: f"scanimage {found.pid} runs on")
    section[0] = ScannerSettings(device="test:0")
    assert len(list(found.scan(Turn(), nobody))) == 1


def test_a_scanner_in_use_is_busy_and_one_that_hangs_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanner_process, "STOP_SECONDS", 0.3)
    found, turn = scanner(options=SLOW), Turn()

    def other_then_stop(_percent: float | None) -> None:
        if turn.is_cancelled:
            return
        assert fault(found) == "scanner.busy"
        send(found, signal.SIGSTOP)  # a driver that answers nobody
        turn.cancel()

    with pytest.raises(TurnCancelled):
        list(found.scan(turn, other_then_stop))
    wait_for(lambda: found.pid is None, 5, lambda: f"scanimage {found.pid} runs on")


def test_a_driver_that_crashes_is_told() -> None:
    found = scanner(options=SLOW)
    with pytest.raises(CaptureError) as raised:
        list(found.scan(Turn(), lambda _: send(found, signal.SIGSEGV)))
    assert raised.value.code == "scanner.driver"


def test_a_silent_scanner_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner_process, "SILENT_SECONDS", 0.3)
    found = scanner(options=SLOW)
    with pytest.raises(CaptureError) as raised:
        list(found.scan(Turn(), lambda _: send(found, signal.SIGSTOP)))
    assert raised.value.code == "scanner.silent"
    found.close()
    wait_for(lambda: found.pid is None, 5, lambda: f"scanimage {found.pid} runs on")


# -- pages, read -------------------------------------------------------------------------------


class Program:
    """The program's parts without a desktop; what it gives to the voice is kept."""

    def __init__(self, record: Path) -> None:
        settings = Settings()
        settings = replace(
            settings,
            speech=replace(settings.speech, output="null", earcons=False),
            privacy=replace(settings.privacy, record_speech_to=str(record)),
        )
        self.context = build_context(LiveSettings(settings, is_kept=False), open_output(settings))
        self.runner = Runner(self.context)
        self._record = record

    def put(self, page: Path | None, options: str = "") -> None:
        """Lay a page on the scanner; None for the driver that draws pictures."""
        device = "test:0" if page is None else "pnm:0"
        options = options if page is None else f"--filename={page}"
        live = self.context.live
        section = ScannerSettings(device=device, options=options)
        live.replace(replace(live.current, scanner=section))

    def ask(self, request: Request) -> list[str]:
        """Run it to its end; return what was said."""
        said = self.runner.start(request).outcome.result().said
        return [statement.text for statement in said]

    def spoken(self) -> list[str]:
        events = [json.loads(line) for line in self._record.read_text().splitlines()]
        return [event["text"] for event in events if event["event"] == "speak"]

    def close(self) -> None:
        self.runner.close()
        close_context(self.context)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = Program(tmp_path_factory.mktemp("scanner") / "spoken.jsonl")
    yield program
    program.close()


@pytest.fixture
def program(shared: Program) -> Program:
    shared.context.memory.__init__()  # nothing was seen before
    return shared


def text_of(said: list[str]) -> str:
    return " ".join(" ".join(said).removeprefix("In the picture: ").split())


def test_pages_of_scanner_camera_and_files_become_one_document(
    program: Program, tmp_path: Path
) -> None:
    program.put(written(tmp_path / "letter.pnm", tilted(sheet(), 4)))
    assert text_of(program.ask(Request("scan"))) == LETTER_TEXT
    photo = seen(sheet(INVOICE), Shot(degrees=14, size=0.6))
    path = written(tmp_path / "photo.png", photo)
    said = program.ask(Request("scan", paths=(str(path),)))
    assert said[0] == "Page 2."
    assert text_of(said[1:]) == INVOICE_TEXT
    # All of it is in the result's window, each page after its number.
    result = program.context.memory.result
    assert result is not None
    shown = [line.text for line in lines(result)]
    first, second = shown.index("Page 1:"), shown.index("Page 2:")
    assert shown[first + 1 : second] == list(LETTER)
    assert [line.split(" (")[0] for line in shown[second + 1 :]] == list(INVOICE)
    # And what the last answer left out is said by "say more".
    more = program.ask(Request("more"))
    assert more[0] == "Page 1."
    assert text_of(more[1:]) == LETTER_TEXT
    assert program.ask(Request("more")) == ["There is no more to say."]


def test_a_page_that_lies_upside_down_is_read(program: Program, tmp_path: Path) -> None:
    page = np.ascontiguousarray(sheet()[::-1, ::-1])
    program.put(written(tmp_path / "letter.pnm", page))
    said = program.ask(Request("scan"))
    assert said[0] == "The page was upside down."
    assert text_of(said[1:]) == LETTER_TEXT


def test_a_photographed_page_is_corrected_wherever_it_comes_from(
    program: Program, tmp_path: Path
) -> None:
    path = written(tmp_path / "photo.png", seen(sheet(), Shot(degrees=-17, size=0.6, lean=0.2)))
    said = program.ask(Request("describe_file", path=str(path)))
    assert LETTER_TEXT in text_of(said)
    request = Request("ask", path=str(path), questions=("When is the library open?",))
    assert "10:00 to 18:00" in " ".join(program.ask(request))


def test_an_empty_page_and_progress_are_told(program: Program) -> None:
    program.put(None, '--test-picture="Solid white" ' + SLOW.replace("30000", "60000"))
    done = program.runner.start(Request("scan"))
    wait_for(lambda: "Scanning." in program.spoken(), 20, lambda: str(program.spoken()))
    program.runner.stop()
    with pytest.raises(TurnCancelled):
        done.outcome.result(5)
    program.put(None, '--test-picture="Solid white"')
    assert program.ask(Request("scan")) == ["I scanned a page, but I find no text on it."]


def test_the_command_line_lists_chooses_and_scans(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[speech]\noutput = "null"\n')
    base = [sys.executable, "-m", "assistant", "--settings", str(settings), "scan"]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}

    def run(*arguments: str) -> str:
        return subprocess.run(
            [*base, *arguments], check=True, capture_output=True, text=True, env=environment
        ).stdout

    listed = json.loads(run("--list", "--json"))
    assert [one["id"] for one in listed] == ["test:0", "test:1"]
    run("--choose", "1")
    assert 'device = "test:1"' in settings.read_text()
    page = written(tmp_path / "letter.pnm", sheet())
    settings.write_text(f'[scanner]\noptions = "--filename={page}"\n')
    answer = json.loads(run("--device", "pnm:0", "--json", "--quiet"))
    assert answer["target"] == "scanner"
    assert text_of([one["text"] for one in answer["statements"]]) == LETTER_TEXT
    children = [one.name() for one in psutil.Process().children(recursive=True)]
    assert "scanimage" not in children
