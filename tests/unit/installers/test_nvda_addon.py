"""The add-on for NVDA: it is built right, and asks and says what it should.

NVDA and Windows are stood in for (tests/nvda.py); the socket is Lookaloud's own.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant import __version__
from assistant.commands.request import Request as Asked
from assistant.errors import RemoteError
from assistant.remote.server import Request, Server
from installers.nvda import build, manifest_rules
from nvda import Nvda, Role, State, TextInfo, UnixStream

pytestmark = pytest.mark.unit

PLACE = (100, 200, 300, 50)


class Lookaloud:
    """A running Lookaloud that keeps to the protocol and says what it is told to."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.statements = [
            ("Your screen reader reports: Logo, graphic.", "accessibility"),
            ("Text: Acme.", "ocr"),
        ]
        self.waits = threading.Event()
        self.waits.set()
        self.ended = threading.Event()
        self.error: RemoteError | None = None

    def __call__(
        self, request: Request, send: Callable[[Mapping[str, Any]], None]
    ) -> Mapping[str, Any]:
        self.asked.append(Asked.from_arguments(request.command, request.arguments))
        assert request.stops_on_close
        request.stopping.then(self.ended.set)
        for text, source in self.statements:
            send({"text": text, "source": source, "confidence": None, "bounds": None})
            if not self.waits.wait(0) and not self.ended.wait(10):
                raise AssertionError
        if self.error is not None:
            raise self.error
        return {}


@pytest.fixture
def lookaloud() -> Lookaloud:
    return Lookaloud()


@pytest.fixture
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name) / "run" / "socket"


@pytest.fixture
def running(lookaloud: Lookaloud, path: Path) -> Iterator[Server]:
    server = Server(lookaloud, path)
    server.start()
    yield server
    lookaloud.ended.set()
    server.stop()


@pytest.fixture(scope="module")
def addon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built add-on, unpacked as NVDA unpacks it."""
    folder = tmp_path_factory.mktemp("addon")
    with zipfile.ZipFile(build.build(build.SOURCE, folder)) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.fixture
def nvda(addon: Path) -> Nvda:
    found = Nvda(addon)
    found.point_at(PLACE, "Logo")
    return found


@pytest.fixture
def plugin(nvda: Nvda, path: Path) -> Iterator[Any]:
    with nvda.plugin_module() as module:
        yield started(module, path)


def started(module: Any, path: Path) -> Any:
    def connect() -> UnixStream:
        try:
            return UnixStream(path)
        except FileNotFoundError as error:
            raise module.asking.NotRunning from error

    module.pipe.connect = connect
    return module.GlobalPlugin()


# -- what NVDA sees of it ----------------------------------------------------------------------


def test_every_command_is_in_input_gestures_and_few_have_keys(plugin: Any) -> None:
    scripts = {n: getattr(plugin, n) for n in dir(plugin) if n.startswith("script_")}
    assert plugin.scriptCategory == "Lookaloud"
    assert all(script.__doc__.startswith("Lookaloud: ") for script in scripts.values())
    keys = {n: script.gestures for n, script in scripts.items() if script.gestures}
    assert keys == {
        "script_describe_object": ["kb:NVDA+alt+l"],
        "script_describe_review": ["kb:NVDA+alt+shift+l"],
    }
    assert len(scripts) == 5


def test_on_secure_screens_there_is_nothing(addon: Path) -> None:
    with Nvda(addon, is_secure=True).plugin_module() as module:
        found = module.GlobalPlugin()
        assert not [name for name in dir(found) if name.startswith("script_")]


def test_its_words_are_german_where_nvda_is(addon: Path, path: Path) -> None:
    german = Nvda(addon, "de")
    german.point_at(PLACE)
    with german.plugin_module() as module:
        plugin = started(module, path)
        german.press(plugin, "describe_object")
        german.pump(lambda: german.spoken)
        assert german.spoken == ["Lookaloud läuft nicht. Bitte erst starten."]
        assert plugin.script_status.__doc__ == "Lookaloud: sagt, was es gerade tut"


# -- asking and saying -------------------------------------------------------------------------


def test_the_navigator_object_is_sent_and_the_answer_said_once_by_nvda(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any
) -> None:
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: len(nvda.spoken) == 2)
    (asked,) = lookaloud.asked
    assert (asked.command, asked.name, asked.role) == ("describe_area", "Logo", "graphic")
    assert asked.bounds is not None
    assert (asked.bounds.x, asked.bounds.y, asked.bounds.width, asked.bounds.height) == PLACE
    assert asked.is_quiet
    assert nvda.spoken == ["Your screen reader reports: Logo, graphic.", "Text: Acme."]
    assert nvda.brailled[-1] == "Your screen reader reports: Logo, graphic. Text: Acme."


def test_a_second_press_shows_the_answer_without_asking_again(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any
) -> None:
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: len(nvda.spoken) == 2)
    nvda.repeat = 1
    nvda.press(plugin, "describe_object")
    text = (
        "Your screen reader reports: Logo, graphic. (reported by the program or NVDA)\n"
        "Text: Acme. (read from the pixels)"
    )
    assert nvda.shown == [(text, "Lookaloud's last answer")]
    assert len(lookaloud.asked) == 1


def test_before_any_answer_there_is_none_to_show(nvda: Nvda, plugin: Any) -> None:
    nvda.press(plugin, "show_answer")
    assert nvda.spoken == ["Lookaloud has said nothing yet."]


def test_a_key_ends_the_answer_and_lookalouds_work(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any
) -> None:
    lookaloud.waits.clear()
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: nvda.spoken)
    nvda.cancel_speech()
    assert lookaloud.ended.wait(5)
    assert len(nvda.spoken) == 1


def test_what_was_queued_before_the_key_is_not_said_after_it(
    running: Server, nvda: Nvda, plugin: Any
) -> None:
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: nvda.spoken)
    nvda.pump(lambda: not nvda.is_queue_empty or len(nvda.spoken) == 2)
    said = list(nvda.spoken)
    nvda.cancel_speech()
    with pytest.raises(AssertionError):
        nvda.pump(lambda: len(nvda.spoken) > len(said), seconds=0.3)


def test_a_new_question_ends_the_one_before(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any
) -> None:
    lookaloud.waits.clear()
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: nvda.spoken)
    lookaloud.waits.set()
    nvda.press(plugin, "describe_window")
    nvda.pump(lambda: len(nvda.spoken) == 3)
    assert [asked.command for asked in lookaloud.asked] == ["describe_area", "describe_window"]
    nvda.repeat = 1
    nvda.press(plugin, "show_answer")
    assert len(nvda.shown[0][0].splitlines()) == 2


def test_without_lookaloud_nvda_says_so(nvda: Nvda, plugin: Any) -> None:
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: nvda.spoken)
    assert nvda.spoken == ["Lookaloud is not running. Start it first."]


def test_what_lookaloud_can_not_do_is_said_in_its_words(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any
) -> None:
    lookaloud.statements = []
    lookaloud.error = RemoteError("capture.not_visible", "That part lies outside of the screen.")
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: nvda.spoken)
    assert nvda.spoken == ["That part lies outside of the screen."]


def test_a_lookaloud_that_ends_meanwhile_is_told(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any
) -> None:
    lookaloud.waits.clear()
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: nvda.spoken)
    running.stop()
    nvda.pump(lambda: len(nvda.spoken) == 2)
    assert nvda.spoken[1] in ("Lookaloud is being closed.", "Lookaloud ended before it answered.")


def test_nvda_never_waits_for_a_connection(nvda: Nvda, plugin: Any) -> None:
    may_connect = threading.Event()

    def connect() -> UnixStream:
        assert may_connect.wait(10)
        raise OSError(5, "Access is denied")

    plugin._asker._connect = connect
    nvda.press(plugin, "describe_object")  # would never come back
    nvda.press(plugin, "status")
    may_connect.set()
    nvda.pump(lambda: nvda.spoken)
    assert nvda.spoken == ["Lookaloud can't be reached: Access is denied"]


def test_unloading_ends_what_is_asked(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any
) -> None:
    lookaloud.waits.clear()
    nvda.press(plugin, "describe_object")
    nvda.pump(lambda: nvda.spoken)
    plugin.terminate()
    assert lookaloud.ended.wait(5)
    assert nvda._canceled.handlers == []


@pytest.mark.parametrize(
    ("role", "states"), [(Role.PASSWORDEDIT, ()), (Role.EDITABLETEXT, (State.PROTECTED,))]
)
def test_password_fields_are_not_sent(
    running: Server, lookaloud: Lookaloud, nvda: Nvda, plugin: Any, role: Role, states: Any
) -> None:
    nvda.point_at(PLACE, "PIN", role, *states)
    for script in ("describe_object", "describe_review"):
        nvda.review = TextInfo([PLACE])
        nvda.press(plugin, script)
    assert nvda.spoken == ["That is a password field. Lookaloud is not asked about it."] * 2
    assert lookaloud.asked == []


@pytest.mark.parametrize("location", [None, NotImplemented])
def test_an_object_without_a_place_is_told(nvda: Nvda, plugin: Any, location: object) -> None:
    nvda.point_at(location)
    nvda.press(plugin, "describe_object")
    assert nvda.spoken == ["This has no place on the screen."]


@pytest.mark.parametrize(
    ("review", "place"),
    [
        (TextInfo([(10, 20, 30, 9), (0, 0, 0, 0), (50, 18, 5, 12)]), (10, 18, 45, 12)),
        (TextInfo(None, (200, 100)), (188, 76, 320, 48)),
        (TextInfo([], None), PLACE),
    ],
    ids=["rectangles", "only a point", "only its object"],
)
def test_the_line_at_the_review_cursor_is_sent(
    running: Server,
    lookaloud: Lookaloud,
    nvda: Nvda,
    plugin: Any,
    review: TextInfo,
    place: tuple[int, ...],
) -> None:
    nvda.review = review
    nvda.press(plugin, "describe_review")
    nvda.pump(lambda: nvda.spoken)
    bounds = lookaloud.asked[0].bounds
    assert bounds is not None
    assert (bounds.x, bounds.y, bounds.width, bounds.height) == place


# -- the logic without NVDA --------------------------------------------------------------------


class Script:
    """A stream that gives what is written down."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)

    def receive(self, timeout_seconds: float) -> bytes:
        del timeout_seconds
        return self.pieces.pop(0) if self.pieces else b""


@pytest.fixture
def asking(plugin: Any) -> Any:
    del plugin
    return sys.modules["globalPlugins.lookaloud.asking"]


def test_lines_that_come_in_pieces_are_put_together(asking: Any) -> None:
    text = '{"event": "statement", "statement": {"text": "Zwölf", "source": "ocr"}}\n'
    data = text.encode() + b'{"event": "done", "result": {}}\n'
    pieces = [data[index : index + 7] for index in range(0, len(data), 7)]
    assert list(asking.statements(Script(*pieces))) == [{"text": "Zwölf", "source": "ocr"}]


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 400\r\n\n", b"[]\n", b'{"event": "statement"}\n', b'{"even']
)
def test_what_is_no_answer_is_a_failure(asking: Any, answer: bytes) -> None:
    with pytest.raises(asking._Failed) as raised:
        list(asking.statements(Script(answer)))
    assert raised.value.sentence == ""


def test_a_stopped_command_is_no_news(asking: Any) -> None:
    line = b'{"event": "error", "code": "remote.stopped", "sentence": "Stopped."}\n'
    assert list(asking.statements(Script(line))) == []


def test_names_are_kept_within_what_lookaloud_takes(asking: Any) -> None:
    found = asking.area((1.4, -2.6, -3, 4), " x" * 9999, "r" * 999)
    asked = Asked.from_arguments("describe_area", found)
    assert asked.bounds is not None
    assert (asked.bounds.x, asked.bounds.y, asked.bounds.width) == (1, -3, 0)


# -- the build ---------------------------------------------------------------------------------


def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    copied = shutil.copytree(build.SOURCE, tmp_path / "copy")
    first = build.build(build.SOURCE, tmp_path / "one")
    second = build.build(Path(copied), tmp_path / "two")
    assert first.name == f"lookaloud-{__version__}.nvda-addon"
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (first, second)}
    assert len(digests) == 1


def test_the_command_builds_it_and_tells_where(tmp_path: Path) -> None:
    command = [sys.executable, build.__file__, "--output", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).parent == tmp_path
    assert zipfile.is_zipfile(done.stdout.strip())


def test_the_manifest_in_the_archive_is_right_and_names_the_version(addon: Path) -> None:
    manifest = (addon / "manifest.ini").read_bytes()
    assert manifest_rules.mistakes(manifest) == []
    assert f"version = {__version__}".encode() in manifest
    assert (addon / "locale/de/LC_MESSAGES/nvda.mo").exists()
    assert not list(addon.rglob("*.po"))
    assert "GNU GENERAL PUBLIC LICENSE" in (addon / "COPYING.txt").read_text()


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("name = lookaloud\n", "", "name: is missing"),
        ("name = lookaloud", "name = Look aloud", "name: must be lowerCamelCase"),
        ("summary = ", "# summary = ", "summary: is missing"),
        ('author = "The Lookaloud project"', "", "author: is missing"),
        ("version = @VERSION@", "version = 1.0-beta", "version: must be major.minor"),
        ("version = @VERSION@", "", "version: is missing"),
        ("minimumNVDAVersion = 2026.1.0", "minimumNVDAVersion = 26.1", "is no version of NVDA"),
        ("minimumNVDAVersion = 2026.1.0", "minimumNVDAVersion = 2026", "is no version of NVDA"),
        ("minimumNVDAVersion = 2026.1.0", "minimumNVDAVersion = 2026.2", "is newer than"),
        ("NVDAVersion = 2026.1.0", "NVDAVersion = 2019.3", "older than any NVDA"),
        ("docFileName = readme.html", 'docFileName = "readme.html', "can't be read"),
        ("docFileName = readme.html", "url = http://example.org", "must begin with https://"),
    ],
)
def test_planted_mistakes_in_the_manifest_are_refused(
    tmp_path: Path, old: str, new: str, mistake: str
) -> None:
    source = Path(shutil.copytree(build.SOURCE, tmp_path / "addon"))
    manifest = source / "manifest.ini"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new))
    with pytest.raises(build.BuildError) as raised:
        build.build(source, tmp_path / "out")
    assert mistake in str(raised.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "content", "mistake"),
    [
        ("globalPlugins/lookaloud/pipe.py", "def connect(:\n", "pipe.py: line 1"),
        ("locale/de/manifest.ini", "summary = x\nauthor = y\n", "author: is never read"),
        ("locale/fr/manifest.ini", "summary = x\ndescription = y\n", "doc/fr/readme.html"),
        ("doc/de/readme.html", None, "doc/de/readme.html: is missing"),
        ("manifest.ini", None, "manifest.ini: is missing"),
        (
            "locale/de/LC_MESSAGES/nvda.po",
            'msgid "a {reason}"\nmsgstr ""\n',
            "not translated, or wrongly",
        ),
    ],
)
def test_planted_mistakes_in_other_files_are_refused(
    tmp_path: Path, name: str, content: str | None, mistake: str
) -> None:
    source = Path(shutil.copytree(build.SOURCE, tmp_path / "addon"))
    place = source / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        place.unlink()
    else:
        place.write_text(content)
    with pytest.raises(build.BuildError) as raised:
        build.build(source, tmp_path / "out")
    assert mistake in str(raised.value)


def test_every_sentence_of_the_plugin_is_translated(addon: Path) -> None:
    from babel.messages.extract import extract_from_file  # noqa: PLC0415 - slow, for one test
    from babel.messages.pofile import read_po  # noqa: PLC0415

    plugin = build.SOURCE / "globalPlugins" / "lookaloud" / "__init__.py"
    said = {found[1] for found in extract_from_file("python", plugin)}
    with (build.SOURCE / "locale/de/LC_MESSAGES/nvda.po").open("rb") as file:
        translated = {str(message.id) for message in read_po(file) if message.id}
    assert said == translated
