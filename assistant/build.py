"""Makes the parts that fit this machine; a part that is missing becomes one that says so."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.commands.context import Context, Pictures
from assistant.commands.missing import (
    MissingAccessibility,
    MissingDisplay,
    MissingRecognizer,
    no_clipboard,
    no_windows,
)
from assistant.converse.conversation import Conversation
from assistant.errors import AccessibilityError, CaptureError, EngineError, SpeechError
from assistant.speak.output import Punctuation, VoiceSettings
from assistant.speak.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.capture.base import ScreenCapture, WindowSystem
    from assistant.capture.camera import Camera
    from assistant.capture.page import PageCorrector
    from assistant.capture.scanner import Scanner
    from assistant.commands.context import Earcons
    from assistant.config.live import LiveSettings
    from assistant.config.settings import Settings
    from assistant.listen.base import Transcriber
    from assistant.listen.microphone import Microphone
    from assistant.perceive.accessibility.base import AccessibilityReader
    from assistant.perceive.barcodes import BarcodeReader
    from assistant.perceive.ocr.base import Recognizer
    from assistant.perceive.vision.base import Seer
    from assistant.speak.loudspeaker import Loudspeaker
    from assistant.speak.output import SpeechOutput, SpokenListener

_log = logging.getLogger(__name__)


def open_output(
    settings: Settings,
    *,
    is_quiet: bool = False,
    trouble: Callable[[SpeechError], None] | None = None,
    heard: SpokenListener | None = None,
    loudspeaker: Loudspeaker | None = None,
) -> SpeechOutput:
    """Open the way to speak that the settings name; recorded where they say so.

    `trouble` hears of each utterance that could not be spoken, `heard` of each that ended. Raises
    SpeechError for a name that does not exist.
    """
    from assistant.speak.choose import choose  # noqa: PLC0415

    speech = settings.speech
    output = choose(
        "null" if is_quiet else speech.output,
        punctuation=speech.punctuation,
        listeners=[heard] if heard is not None else [],
        trouble=trouble,
        loudspeaker=loudspeaker,
    )
    output.configure(voice_settings(settings))
    if not settings.privacy.record_speech_to:
        return output
    from assistant.speak.recorder import Recorder  # noqa: PLC0415

    return Recorder(output, settings.privacy.record_speech_to)


@dataclass(frozen=True, slots=True)
class Outside:
    """What reaches beyond the parts built here."""

    copy: Callable[[str], None] = no_clipboard
    """Puts a text on the clipboard. Raises AssistantError."""
    show: Callable[[str], None] = no_windows
    """Opens the window of that name. Raises AssistantError."""
    conversation: Conversation = field(default_factory=Conversation)


def build_context(
    live: LiveSettings,
    output: SpeechOutput,
    loudspeaker: Loudspeaker | None = None,
    outside: Outside | None = None,
) -> Context:
    """Build everything that commands work with. Never raises: what is missing says so in use."""
    from assistant.capture.choose import choose_clipboard  # noqa: PLC0415
    from assistant.capture.file import from_file  # noqa: PLC0415
    from assistant.speak.earcon import EarconPlayer  # noqa: PLC0415

    outside = outside or Outside()
    settings = live.current
    accessibility = _accessibility()
    windows, capture = _display(accessibility)
    earcons = EarconPlayer(is_enabled=settings.speech.earcons, loudspeaker=loudspeaker)
    return Context(
        speaker=Speaker(output),
        windows=windows,
        capture=capture,
        pictures=Pictures(from_file, choose_clipboard()),
        accessibility=accessibility,
        recognizer=build_recognizer(settings),
        earcons=earcons,
        live=live,
        microphone=build_microphone(settings),
        transcriber=build_transcriber(settings),
        copy=outside.copy,
        show=outside.show,
        seer=build_seer(settings),
        conversation=outside.conversation,
        barcodes=build_barcodes(settings),
        camera=_camera(live, earcons),
        scanner=_scanner(live),
        page_corrector=_page_corrector(),
    )


def close_context(context: Context) -> None:
    """End everything that `build_context` and `open_output` made."""
    if context.camera is not None:
        context.camera.close()
    if context.scanner is not None:
        context.scanner.close()
    if context.page_corrector is not None:
        context.page_corrector.close()
    context.microphone.close()
    context.transcriber.close()
    context.recognizer.close()
    if context.barcodes is not None:
        context.barcodes.close()
    if context.seer is not None:
        context.seer.close()
    context.accessibility.close()
    context.speaker.output.close()
    context.earcons.close()


def _camera(live: LiveSettings, earcons: Earcons) -> Camera:
    """Return the camera; nobody is filmed without hearing it."""
    from assistant.capture.camera import Camera  # noqa: PLC0415

    camera = Camera(lambda: live.current.camera)
    camera.listen(lambda is_open: earcons.play("camera-on" if is_open else "camera-off"))
    return camera


def _scanner(live: LiveSettings) -> Scanner:
    from assistant.capture.scanner import Scanner  # noqa: PLC0415

    return Scanner(lambda: live.current.scanner)


def _page_corrector() -> PageCorrector:
    from assistant.capture.page import PageCorrector  # noqa: PLC0415

    return PageCorrector()


def voice_settings(settings: Settings) -> VoiceSettings:
    """Return how speech sounds by these settings."""
    speech = settings.speech
    return VoiceSettings(
        rate=speech.rate,
        pitch=speech.pitch,
        volume=speech.volume,
        voice=speech.voice,
        language=speech.language,
        punctuation=Punctuation(speech.punctuation),
    )


def _display(accessibility: AccessibilityReader) -> tuple[WindowSystem, ScreenCapture]:
    from assistant.capture.choose import choose_capture, choose_windows  # noqa: PLC0415
    from assistant.perceive.accessibility.base import KnowsWindows  # noqa: PLC0415

    reported = accessibility.windows if isinstance(accessibility, KnowsWindows) else None
    try:
        return choose_windows(reported), choose_capture()
    except CaptureError as error:
        _log.warning("no display: %s", error.code)
        missing = MissingDisplay(error)
        return missing, missing


def _accessibility() -> AccessibilityReader:
    from assistant.perceive.accessibility.choose import choose  # noqa: PLC0415

    try:
        return choose()
    except AccessibilityError as error:
        _log.warning("no accessibility: %s", error.code)
        return MissingAccessibility(error)


def build_recognizer(settings: Settings) -> Recognizer:
    """Return what reads text from pixels; its engine starts with its first picture."""
    from assistant.perceive.ocr.choose import choose  # noqa: PLC0415

    recognition = settings.recognition
    try:
        return choose(
            engine=recognition.engine, unload_after_seconds=recognition.unload_after_minutes * 60
        )
    except EngineError as error:
        _log.warning("no text recognition: %s", error.code)
        return MissingRecognizer(error)


def build_barcodes(settings: Settings) -> BarcodeReader:
    """Return what reads barcodes; its engine starts with its first picture."""
    from assistant.perceive.barcodes import ZxingReader  # noqa: PLC0415

    return ZxingReader(settings.recognition.unload_after_minutes * 60)


def build_microphone(settings: Settings) -> Microphone:
    """Return the microphone; nothing is opened yet."""
    from assistant.listen.microphone import Microphone  # noqa: PLC0415

    return Microphone(settings.hearing.microphone, settings.hearing.keep_open)


def build_transcriber(settings: Settings) -> Transcriber:
    """Return what turns speech into words; its engine starts with its first question."""
    from assistant.listen.choose import choose  # noqa: PLC0415
    from assistant.models.store import ModelStore  # noqa: PLC0415

    return choose(settings.hearing, ModelStore().resolve)


def build_seer(settings: Settings) -> Seer | None:
    """Return the vision model; None where none is set."""
    from assistant.models.store import ModelStore  # noqa: PLC0415
    from assistant.perceive.vision.choose import choose  # noqa: PLC0415

    return choose(settings.vision, ModelStore().resolve)
