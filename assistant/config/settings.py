"""Every setting with its default, its range and its help text, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from assistant.messages import _
from assistant.types import Detail

Value = str | int | float | bool
"""What a setting can hold; a StrEnum is a str."""
T = TypeVar("T")


class Holds(StrEnum):
    """What a text is, where that decides how it is entered."""

    TEXT = "text"
    LONG_TEXT = "long text"
    """May have several lines."""
    KEY = "key"
    FILE = "file"
    """Path of a file that is written."""
    VOICE = "voice"
    MICROPHONE = "microphone"
    SPEECH_MODEL = "speech model"
    VISION_MODEL = "vision model"


def setting(  # noqa: PLR0913 - each is a fact of its own
    default: T,
    *,
    title: str = "",
    about: str,
    minimum: float | None = None,
    maximum: float | None = None,
    choices: Sequence[str] = (),
    holds: Holds = Holds.TEXT,
    longest: int | None = None,
) -> T:
    """Declare a field of a section. Of a StrEnum the choices are its members."""
    if isinstance(default, StrEnum):
        choices = [member.value for member in type(default)]
    facts = {
        "title": title,
        "about": about,
        "minimum": minimum,
        "maximum": maximum,
        "choices": tuple(choices),
        "holds": holds,
        "longest": longest,
    }
    return field(default=default, metadata=facts)


@dataclass(frozen=True)
class SpeechSettings:
    """How words are spoken."""

    output: str = setting(
        "auto",
        title=_("Way to speak"),
        about=_(
            "The way to speak. auto takes the screen reader where it can be reached, and else the"
            " best voice that works."
        ),
        choices=(
            *("auto", "orca", "prism", "announcement"),
            *("speech-dispatcher", "espeak", "pyttsx3", "null"),
        ),
    )
    rate: int = setting(
        50,
        title=_("Speech rate"),
        about=_("How fast; 50 is the voice's normal rate."),
        minimum=0,
        maximum=100,
    )
    pitch: int = setting(
        50, title=_("Pitch"), about=_("How high; 50 is the voice's own."), minimum=0, maximum=100
    )
    volume: int = setting(100, title=_("Volume"), about=_("How loud."), minimum=0, maximum=100)
    voice: str = setting(
        "",
        holds=Holds.VOICE,
        title=_("Voice"),
        about=_("Name of the voice; empty for the usual one."),
    )
    language: str = setting(
        "",
        title=_("Language of the voice"),
        about=_("Language as in en or pt-BR; empty for the language of the system."),
    )
    punctuation: str = setting(
        "some",
        title=_("Punctuation"),
        about=_("How many punctuation marks are spoken by name."),
        choices=("none", "some", "all"),
    )
    earcons: bool = setting(
        default=True, title=_("Short sounds"), about=_("Short sounds for working, done and failed.")
    )
    follow_language: bool = setting(
        default=True,
        title=_("Read each text in its language"),
        about=_(
            "Read a text of the screen by a voice of its own language, where that is certain and"
            " the way to speak can change voices."
        ),
    )


@dataclass(frozen=True)
class DescribeSettings:
    """What a description holds."""

    detail: Detail = setting(  # noqa: RUF009 - as the others, which it takes for constants
        Detail.SHORT,
        title=_("How much is said"),
        about=_("How much is said at once; short is about 15 seconds of speech."),
    )
    instructions: str = setting(
        "",
        title=_("Instructions to the model"),
        about=_(
            "Wishes of your own for the vision model, such as: tell colors first. Its guesses stay"
            " guesses whatever you write."
        ),
        holds=Holds.LONG_TEXT,
        longest=2000,
    )
    recognize_text: bool = setting(
        default=True,
        title=_("Read text in pictures"),
        about=_("Read text in pictures too, after what the program itself says."),
    )
    region_width: int = setting(
        640,
        title=_("Width of the region around the mouse"),
        about=_("Width in pixels of the region around the mouse pointer."),
        minimum=16,
        maximum=20000,
    )
    region_height: int = setting(
        400,
        title=_("Height of the region around the mouse"),
        about=_("Height in pixels of the region around the mouse pointer."),
        minimum=16,
        maximum=20000,
    )
    second_press_milliseconds: int = setting(
        500,
        title=_("Moment for a second press"),
        about=_(
            "Milliseconds in which a second press of the same key opens the result as text, to be"
            " read line by line; 0 for never."
        ),
        minimum=0,
        maximum=3000,
    )


@dataclass(frozen=True)
class KeySettings:
    """The key of each command, such as "Ctrl+Super+W". An empty text is no key."""

    describe_window: str = setting(
        "Ctrl+Super+W",
        holds=Holds.KEY,
        title=_("Describe the window"),
        about=_("Describe the window."),
    )
    describe_screen: str = setting(
        "Ctrl+Super+P",
        holds=Holds.KEY,
        title=_("Describe the whole screen"),
        about=_("Describe the whole screen."),
    )
    ask_aloud: str = setting(
        "Ctrl+Super+K",
        holds=Holds.KEY,
        title=_("Ask a question aloud"),
        about=_("Ask a question: hold the key and speak."),
    )
    read: str = setting(
        "Ctrl+Super+E", holds=Holds.KEY, title=_("Read all text"), about=_("Read all text.")
    )
    stop: str = setting(
        "Ctrl+Super+Z", holds=Holds.KEY, title=_("Stop speaking"), about=_("Stop speaking.")
    )
    repeat: str = setting(
        "Ctrl+Super+G", holds=Holds.KEY, title=_("Say it again"), about=_("Say it again.")
    )
    more: str = setting("Ctrl+Super+J", holds=Holds.KEY, title=_("Say more"), about=_("Say more."))
    focus: str = setting(
        "Ctrl+Super+I",
        holds=Holds.KEY,
        title=_("What has the focus"),
        about=_("Say what has the focus."),
    )
    changes: str = setting(
        "Ctrl+Super+U", holds=Holds.KEY, title=_("What changed"), about=_("Say what changed.")
    )
    status: str = setting(
        "Ctrl+Super+Y",
        holds=Holds.KEY,
        title=_("What Lookaloud is doing"),
        about=_("Say what Lookaloud is doing."),
    )
    leader: str = setting(
        "Ctrl+Super+Comma",
        holds=Holds.KEY,
        title=_("Command layer"),
        about=_("Open the command layer: the next key, alone, is that of a command."),
    )


@dataclass(frozen=True)
class LayerSettings:
    """The single key of each command after the leader key. An empty text is no key."""

    describe_window: str = setting(
        "W", title=_("Describe the window"), about=_("Describe the window.")
    )
    describe_screen: str = setting(
        "S", title=_("Describe the whole screen"), about=_("Describe the whole screen.")
    )
    describe_focus: str = setting(
        "F", title=_("Describe the control in focus"), about=_("Describe the control in focus.")
    )
    describe_region: str = setting(
        "R",
        title=_("Describe around the mouse pointer"),
        about=_("Describe around the mouse pointer."),
    )
    describe_clipboard: str = setting(
        "C",
        title=_("Describe the picture on the clipboard"),
        about=_("Describe the picture on the clipboard."),
    )
    ask_aloud: str = setting(
        "K", title=_("Ask a question aloud"), about=_("Ask a question: hold the key and speak.")
    )
    camera: str = setting(
        "V",
        title=_("Describe what is before the camera"),
        about=_("Describe what is before the camera."),
    )
    camera_read: str = setting(
        "T",
        title=_("Read aloud what comes before the camera"),
        about=_("Read aloud what comes before the camera."),
    )
    camera_live: str = setting(
        "M",
        title=_("Say what changes before the camera"),
        about=_("Say what changes before the camera, as a vision model guesses it."),
    )
    camera_light: str = setting(
        "H",
        title=_("How bright it is, as a tone"),
        about=_("Let a tone follow the light before the camera; the same key ends it."),
    )
    scan: str = setting(
        "P", title=_("Scan a page and read it"), about=_("Scan a page and read it.")
    )
    read: str = setting("E", title=_("Read all text"), about=_("Read all text."))
    barcode: str = setting(
        "B", title=_("Read the barcodes"), about=_("Read the barcodes in the window in front.")
    )
    copy_barcode: str = setting(
        "X",
        title=_("Copy what the barcode holds"),
        about=_("Copy what the last barcode holds, a Wi-Fi password included."),
    )
    colour: str = setting(
        "N",
        title=_("The colour in the middle"),
        about=_("Say the colour in the middle of the window in front."),
    )
    stop: str = setting("Z", title=_("Stop speaking"), about=_("Stop speaking."))
    repeat: str = setting("G", title=_("Say it again"), about=_("Say it again."))
    more: str = setting("J", title=_("Say more"), about=_("Say more."))
    focus: str = setting("I", title=_("What has the focus"), about=_("Say what has the focus."))
    changes: str = setting("U", title=_("What changed"), about=_("Say what changed."))
    status: str = setting(
        "Y", title=_("What Lookaloud is doing"), about=_("Say what Lookaloud is doing.")
    )
    show_result: str = setting(
        "L", title=_("Open the last result"), about=_("Open the last result in a window.")
    )
    open_settings: str = setting(
        "O", title=_("Open the settings"), about=_("Open the settings in a window.")
    )
    first_steps: str = setting(
        "1", title=_("First steps"), about=_("Be led through the first steps by ear.")
    )
    seconds: int = setting(
        5,
        title=_("Seconds to wait for a key"),
        about=_("So many seconds the layer waits for a key. Meanwhile no program gets one."),
        minimum=1,
        maximum=30,
    )


@dataclass(frozen=True)
class RecognitionSettings:
    """How text is read from pixels."""

    engine: str = setting(
        "onnxruntime",
        title=_("Engine that reads text"),
        about=_("The engine that reads text; openvino is quicker and must be installed first."),
        choices=("onnxruntime", "openvino"),
    )
    unload_after_minutes: int = setting(
        10,
        title=_("Minutes until it is unloaded"),
        about=_("Give the engine's memory back after so many quiet minutes; 0 for never."),
        minimum=0,
        maximum=1440,
    )


@dataclass(frozen=True)
class HearingSettings:
    """How spoken questions are heard."""

    talk: str = setting(
        "hold",
        title=_("How to talk"),
        about=_(
            "hold: speak while the key is down. tap: press the key once and speak; the question"
            " ends when you are silent."
        ),
        choices=("hold", "tap"),
    )
    microphone: str = setting(
        "",
        holds=Holds.MICROPHONE,
        title=_("Microphone"),
        about=_("Name of the microphone; empty for the system's own."),
    )
    keep_open: str = setting(
        "question",
        title=_("Keep the microphone open"),
        about=_(
            "When the microphone listens before the key is pressed, so that no first word is lost."
            " question: for a minute after each question. always, or never."
        ),
        choices=("question", "always", "never"),
    )
    engine: str = setting(
        "faster-whisper",
        title=_("Engine that hears speech"),
        about=_("The engine that turns speech into words."),
        choices=("faster-whisper", "openai-whisper"),
    )
    model: str = setting(
        "",
        holds=Holds.SPEECH_MODEL,
        title=_("Speech model"),
        about=_(
            "The Whisper model: an id from lookaloud models list, or a folder. Empty for the small"
            " English one that comes with the engine."
        ),
    )
    language: str = setting(
        "",
        title=_("Language of your questions"),
        about=_("Language you ask in, as in en or de; empty for the language of the system."),
    )
    device: str = setting(
        "auto",
        title=_("Where speech is computed"),
        about=_("Where the engine computes. auto takes the best there is."),
        choices=("auto", "cuda", "cpu"),
    )
    unload_after_minutes: int = setting(
        10,
        title=_("Minutes until it is unloaded"),
        about=_("Give the engine's memory back after so many quiet minutes; 0 for never."),
        minimum=0,
        maximum=1440,
    )


@dataclass(frozen=True)
class VisionSettings:
    """The vision model, which guesses what neither the program nor the text tells."""

    model: str = setting(
        "",
        holds=Holds.VISION_MODEL,
        title=_("Vision model"),
        about=_(
            "The model: an id from lookaloud models list, or a folder. Empty for none; it is set by"
            " lookaloud models use."
        ),
    )
    describe: bool = setting(
        default=True,
        title=_("Add guesses to descriptions"),
        about=_("Let the model add to each description what the rest lacks."),
    )
    device: str = setting(
        "auto",
        title=_("Where the model computes"),
        about=_("Where the model computes. auto takes the best there is."),
        choices=("auto", "cuda", "xpu", "mps", "cpu"),
    )
    precision: str = setting(
        "auto",
        title=_("Precision"),
        about=_("How finely the model computes. auto takes what fits the device and its memory."),
        choices=("auto", "bfloat16", "float16", "float32", "4-bit"),
    )
    picture: str = setting(
        "auto",
        title=_("Size of the picture"),
        about=_("How finely the model sees. small is quick, large sees small things."),
        choices=("auto", "small", "medium", "large"),
    )
    unload_after_minutes: int = setting(
        10,
        title=_("Minutes until it is unloaded"),
        about=_("Give the model's memory back after so many quiet minutes; 0 for never."),
        minimum=0,
        maximum=1440,
    )
    server: str = setting(
        "",
        title=_("Address of your own server"),
        about=_(
            "Address of a server of your own to ask instead, such as https://models.example/v1."
            " Pictures are sent there. Empty for none."
        ),
    )
    server_model: str = setting(
        "", title=_("Model on your server"), about=_("Name of the model on that server.")
    )
    server_without_tls: bool = setting(
        default=False,
        title=_("Allow a server without encryption"),
        about=_("Allow a server on another computer to be asked without encryption."),
    )


@dataclass(frozen=True)
class CameraSettings:
    """Which camera is looked through."""

    device: str = setting(
        "",
        title=_("Camera"),
        about=_(
            "Name or number of the camera, as lookaloud camera list tells them; empty for the"
            " first. A video file, or an address such as udp://127.0.0.1:5000, is taken too."
        ),
    )
    resolution: str = setting(
        "best",
        title=_("Size of its pictures"),
        about=_("How fine the camera's pictures are. best reads the smallest print."),
        choices=("best", "1080", "720"),
    )


@dataclass(frozen=True)
class ScannerSettings:
    """Which scanner pages are read from, and how."""

    device: str = setting(
        "",
        title=_("Scanner"),
        about=_(
            "Name of the scanner, as lookaloud scan --list tells it, or the name that SANE has for"
            " it; empty for the first."
        ),
    )
    resolution: str = setting(
        "300",
        title=_("How fine it scans"),
        about=_("Dots an inch. 300 reads letters of a newspaper; more takes longer."),
        choices=("150", "200", "300", "400", "600"),
    )
    source: str = setting(
        "glass",
        title=_("Where the paper lies"),
        about=_("feeder takes all sheets in it, one after the other."),
        choices=("glass", "feeder"),
    )
    options: str = setting(
        "",
        title=_("More options for scanimage"),
        about=_(
            "For scanners that need them, as scanimage --help tells them, such as --brightness=10."
        ),
    )


@dataclass(frozen=True)
class PrivacySettings:
    """What is kept. Normally nothing."""

    record_speech_to: str = setting(
        "",
        holds=Holds.FILE,
        title=_("Record what is spoken in"),
        about=_(
            "File to write everything spoken to, for tests and bug reports; empty for none."
            " It then holds what was on the screen."
        ),
    )


@dataclass(frozen=True)
class InterfaceSettings:
    """How the program itself appears."""

    language: str = setting(
        "",
        title=_("Language of Lookaloud"),
        about=_(
            "Language of Lookaloud's own words, en or de; empty for the language of the system."
            " It is used after the next start."
        ),
    )


@dataclass(frozen=True)
class UpdatesSettings:
    """Whether newer versions are told of. Normally nobody is asked."""

    check: bool = setting(
        default=False,
        title=_("Look for a newer version"),
        about=_(
            "Once a day read the number of the newest version from the address below, and tell you"
            " when there is a newer one. Nothing else is fetched, and nothing about you is sent."
        ),
    )
    url: str = setting(
        "",
        title=_("Address for updates"),
        about=_(
            "Address of the file that names the newest version, which begins with https. Empty"
            " for none: then nobody is asked."
        ),
    )


@dataclass(frozen=True)
class LogSettings:
    """What the program writes about its own work."""

    level: str = setting(
        "warning",
        title=_("How much is logged"),
        about=_("How much is logged; debug may hold text of the screen."),
        choices=("debug", "info", "warning", "error"),
    )


@dataclass(frozen=True)
class Settings:
    """All settings; the sections are the tables of the file."""

    speech: SpeechSettings = field(default_factory=SpeechSettings, metadata={"title": _("Speech")})
    describe: DescribeSettings = field(
        default_factory=DescribeSettings, metadata={"title": _("Descriptions")}
    )
    keys: KeySettings = field(default_factory=KeySettings, metadata={"title": _("Keys")})
    layer: LayerSettings = field(
        default_factory=LayerSettings, metadata={"title": _("Command layer")}
    )
    recognition: RecognitionSettings = field(
        default_factory=RecognitionSettings, metadata={"title": _("Text recognition")}
    )
    hearing: HearingSettings = field(
        default_factory=HearingSettings, metadata={"title": _("Hearing")}
    )
    vision: VisionSettings = field(default_factory=VisionSettings, metadata={"title": _("Vision")})
    camera: CameraSettings = field(default_factory=CameraSettings, metadata={"title": _("Camera")})
    scanner: ScannerSettings = field(
        default_factory=ScannerSettings, metadata={"title": _("Scanner")}
    )
    privacy: PrivacySettings = field(
        default_factory=PrivacySettings, metadata={"title": _("Privacy")}
    )
    interface: InterfaceSettings = field(
        default_factory=InterfaceSettings, metadata={"title": _("Interface")}
    )
    updates: UpdatesSettings = field(
        default_factory=UpdatesSettings, metadata={"title": _("Updates")}
    )
    log: LogSettings = field(default_factory=LogSettings, metadata={"title": _("Log")})


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one setting besides its value."""

    section: str
    name: str
    kind: type[Value]
    default: Value
    about: str
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    title: str = ""
    """What a person calls it, such as "Speech rate"."""
    holds: Holds = Holds.TEXT
    longest: int | None = None
    """Characters of a text at most; None for no limit."""

    @property
    def dotted(self) -> str:
        """The name as the command line takes it, such as "speech.rate"."""
        return f"{self.section}.{self.name}"

    def value_in(self, settings: Settings) -> Value:
        """Return this setting's value."""
        return getattr(getattr(settings, self.section), self.name)


@cache
def sections() -> Mapping[str, type[Any]]:
    """Return the class of each section by its name, in order."""
    hints = get_type_hints(Settings)
    return MappingProxyType({item.name: hints[item.name] for item in fields(Settings)})


@cache
def section_titles() -> Mapping[str, str]:
    """Return what a person calls each section, in order."""
    return MappingProxyType({item.name: item.metadata["title"] for item in fields(Settings)})


@cache
def entries() -> Mapping[str, Entry]:
    """Return every setting by its dotted name, in order."""
    found: dict[str, Entry] = {}
    for section, kind in sections().items():
        hints = get_type_hints(kind)
        for item in fields(kind):
            assert item.default is not MISSING, f"{section}.{item.name} has no default"
            entry = Entry(section, item.name, hints[item.name], item.default, **item.metadata)
            found[entry.dotted] = entry
    return MappingProxyType(found)
