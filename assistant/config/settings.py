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


def setting(
    default: T,
    *,
    about: str,
    minimum: float | None = None,
    maximum: float | None = None,
    choices: Sequence[str] = (),
) -> T:
    """Declare a field of a section. Of a StrEnum the choices are its members."""
    if isinstance(default, StrEnum):
        choices = [member.value for member in type(default)]
    limits = {"about": about, "minimum": minimum, "maximum": maximum, "choices": tuple(choices)}
    return field(default=default, metadata=limits)


@dataclass(frozen=True)
class SpeechSettings:
    """How words are spoken."""

    output: str = setting(
        "auto",
        about=_("The way to speak. auto takes the best one that works."),
        choices=("auto", "speech-dispatcher", "espeak", "pyttsx3", "null"),
    )
    rate: int = setting(
        50, about=_("How fast; 50 is the voice's normal rate."), minimum=0, maximum=100
    )
    pitch: int = setting(50, about=_("How high; 50 is the voice's own."), minimum=0, maximum=100)
    volume: int = setting(100, about=_("How loud."), minimum=0, maximum=100)
    voice: str = setting("", about=_("Name of the voice; empty for the usual one."))
    language: str = setting(
        "", about=_("Language as in en or pt-BR; empty for the language of the system.")
    )
    punctuation: str = setting(
        "some",
        about=_("How many punctuation marks are spoken by name."),
        choices=("none", "some", "all"),
    )
    earcons: bool = setting(default=True, about=_("Short sounds for working, done and failed."))


@dataclass(frozen=True)
class DescribeSettings:
    """What a description holds."""

    detail: Detail = setting(  # noqa: RUF009 - as the others, which it takes for constants
        Detail.SHORT, about=_("How much is said at once; short is about 15 seconds of speech.")
    )
    recognize_text: bool = setting(
        default=True, about=_("Read text in pictures too, after what the program itself says.")
    )
    region_width: int = setting(
        640,
        about=_("Width in pixels of the region around the mouse pointer."),
        minimum=16,
        maximum=20000,
    )
    region_height: int = setting(
        400,
        about=_("Height in pixels of the region around the mouse pointer."),
        minimum=16,
        maximum=20000,
    )


@dataclass(frozen=True)
class KeySettings:
    """The key of each command, such as "Ctrl+Super+W". An empty text is no key."""

    describe_window: str = setting("Ctrl+Super+W", about=_("Describe the window."))
    describe_screen: str = setting("Ctrl+Super+P", about=_("Describe the whole screen."))
    ask_aloud: str = setting("Ctrl+Super+K", about=_("Ask a question: hold the key and speak."))
    read: str = setting("Ctrl+Super+E", about=_("Read all text."))
    stop: str = setting("Ctrl+Super+Z", about=_("Stop speaking."))
    repeat: str = setting("Ctrl+Super+G", about=_("Say it again."))
    more: str = setting("Ctrl+Super+J", about=_("Say more."))
    focus: str = setting("Ctrl+Super+I", about=_("Say what has the focus."))
    changes: str = setting("Ctrl+Super+U", about=_("Say what changed."))
    status: str = setting("Ctrl+Super+Y", about=_("Say what Lookaloud is doing."))


@dataclass(frozen=True)
class RecognitionSettings:
    """How text is read from pixels."""

    engine: str = setting(
        "onnxruntime",
        about=_("The engine that reads text; openvino is quicker and must be installed first."),
        choices=("onnxruntime", "openvino"),
    )
    unload_after_minutes: int = setting(
        10,
        about=_("Give the engine's memory back after so many quiet minutes; 0 for never."),
        minimum=0,
        maximum=1440,
    )


@dataclass(frozen=True)
class HearingSettings:
    """How spoken questions are heard."""

    talk: str = setting(
        "hold",
        about=_(
            "hold: speak while the key is down. tap: press the key once and speak; the question"
            " ends when you are silent."
        ),
        choices=("hold", "tap"),
    )
    microphone: str = setting("", about=_("Name of the microphone; empty for the system's own."))
    keep_open: str = setting(
        "question",
        about=_(
            "When the microphone listens before the key is pressed, so that no first word is lost."
            " question: for a minute after each question. always, or never."
        ),
        choices=("question", "always", "never"),
    )
    engine: str = setting(
        "faster-whisper",
        about=_("The engine that turns speech into words."),
        choices=("faster-whisper", "openai-whisper"),
    )
    model: str = setting(
        "",
        about=_(
            "The Whisper model: an id from lookaloud models list, or a folder. Empty for the small"
            " English one that comes with the engine."
        ),
    )
    language: str = setting(
        "",
        about=_("Language you ask in, as in en or de; empty for the language of the system."),
    )
    device: str = setting(
        "auto",
        about=_("Where the engine computes. auto takes the best there is."),
        choices=("auto", "cuda", "cpu"),
    )
    unload_after_minutes: int = setting(
        10,
        about=_("Give the engine's memory back after so many quiet minutes; 0 for never."),
        minimum=0,
        maximum=1440,
    )


@dataclass(frozen=True)
class VisionSettings:
    """The vision model, which guesses what neither the program nor the text tells."""

    model: str = setting(
        "",
        about=_(
            "The model: an id from lookaloud models list, or a folder. Empty for none; it is set by"
            " lookaloud models use."
        ),
    )
    describe: bool = setting(
        default=True, about=_("Let the model add to each description what the rest lacks.")
    )
    device: str = setting(
        "auto",
        about=_("Where the model computes. auto takes the best there is."),
        choices=("auto", "cuda", "xpu", "mps", "cpu"),
    )
    precision: str = setting(
        "auto",
        about=_("How finely the model computes. auto takes what fits the device and its memory."),
        choices=("auto", "bfloat16", "float16", "float32", "4-bit"),
    )
    picture: str = setting(
        "auto",
        about=_("How finely the model sees. small is quick, large sees small things."),
        choices=("auto", "small", "medium", "large"),
    )
    unload_after_minutes: int = setting(
        10,
        about=_("Give the model's memory back after so many quiet minutes; 0 for never."),
        minimum=0,
        maximum=1440,
    )
    server: str = setting(
        "",
        about=_(
            "Address of a server of your own to ask instead, such as https://models.example/v1."
            " Pictures are sent there. Empty for none."
        ),
    )
    server_model: str = setting("", about=_("Name of the model on that server."))
    server_without_tls: bool = setting(
        default=False,
        about=_("Allow a server on another computer to be asked without encryption."),
    )


@dataclass(frozen=True)
class PrivacySettings:
    """What is kept. Normally nothing."""

    record_speech_to: str = setting(
        "",
        about=_(
            "File to write everything spoken to, for tests and bug reports; empty for none."
            " It then holds what was on the screen."
        ),
    )


@dataclass(frozen=True)
class LogSettings:
    """What the program writes about its own work."""

    level: str = setting(
        "warning",
        about=_("How much is logged; debug may hold text of the screen."),
        choices=("debug", "info", "warning", "error"),
    )


@dataclass(frozen=True)
class Settings:
    """All settings; the sections are the tables of the file."""

    speech: SpeechSettings = field(default_factory=SpeechSettings)
    describe: DescribeSettings = field(default_factory=DescribeSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    recognition: RecognitionSettings = field(default_factory=RecognitionSettings)
    hearing: HearingSettings = field(default_factory=HearingSettings)
    vision: VisionSettings = field(default_factory=VisionSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    log: LogSettings = field(default_factory=LogSettings)


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
