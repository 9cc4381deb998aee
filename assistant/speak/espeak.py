"""libespeak-ng by ctypes, made here and played by the loudspeaker."""

from __future__ import annotations

import ctypes
import functools
import importlib
import importlib.util
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import SpeechError
from assistant.language import SOURCE, interface_language
from assistant.speak.following import voice_for
from assistant.speak.loudspeaker import RATE, Loudspeaker, Sound, State
from assistant.speak.output import Capabilities, Punctuation, VoiceSettings

if TYPE_CHECKING:
    from assistant.speak.queueing import Words

_log = logging.getLogger(__name__)

LIBRARIES = ("libespeak-ng.so.1", "libespeak-ng.1.dylib", "libespeak-ng.dll")
LOADER = "espeakng_loader"
BUFFER_MS = 20
MEND_SECONDS = 3.0
"""How long a sentence waits for a sound server that is being restarted."""
MEND_PAUSE_SECONDS = 0.1

_SYNCHRONOUS = 2
_DONT_EXIT = 1 << 15
_CHARS_UTF8 = 1
_RATE, _VOLUME, _PITCH, _PUNCTUATION = 1, 2, 3, 5
_PUNCTUATION_VALUES = {Punctuation.NONE: 0, Punctuation.SOME: 0, Punctuation.ALL: 1}
"""Without being asked eSpeak speaks the signs that matter, such as @, #, / and =."""
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)
SamplesHandler = Callable[[bytes], bool]
"""Takes samples; returns False to make no more."""


class _Voice(ctypes.Structure):
    """The beginning of espeak_VOICE, as speak_lib.h has it."""

    _fields_ = (("name", ctypes.c_char_p), ("languages", ctypes.c_char_p))


class EspeakLibrary:
    """The library: one in a process, used by one thread at a time."""

    def __init__(self, library: str, data: str | None) -> None:
        try:
            self._library = ctypes.CDLL(library)
        except OSError as error:
            raise SpeechError("speech.espeak_missing", messages.ESPEAK_MISSING) from error
        path = data.encode() if data else None
        rate = self._library.espeak_Initialize(_SYNCHRONOUS, BUFFER_MS, path, _DONT_EXIT)
        if rate != RATE:
            raise SpeechError("speech.espeak", messages.ESPEAK_BROKEN)
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            *(ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint),
            *(ctypes.c_void_p, ctypes.c_void_p),
        ]
        self._lock = threading.Lock()
        self._handler: SamplesHandler = lambda _: False
        self._callback = _Callback(self._samples)
        self._library.espeak_SetSynthCallback(self._callback)
        self._voice: VoiceSettings | None = None

    def synthesize(self, text: str, voice: VoiceSettings, handler: SamplesHandler) -> None:
        """Call `handler` with each 20 ms of sound until all is made or it returns False."""
        with self._lock:
            if voice != self._voice:
                self._use(voice)
            self._handler = handler
            data = text.encode(errors="replace").replace(b"\0", b" ") + b"\0"
            self._library.espeak_Synth(data, len(data), 0, 0, 0, _CHARS_UTF8, None, None)

    def voices(self) -> list[tuple[str, str]]:
        """Return name and first language of every voice, as in ("English (America)", "en-us")."""
        with self._lock:
            list_voices = self._library.espeak_ListVoices
            list_voices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
            listed = list_voices(None)
            found: list[tuple[str, str]] = []
            while listed[len(found)]:
                voice = listed[len(found)].contents
                # The languages follow one another, each behind a byte for its priority.
                language = voice.languages[1:].decode(errors="replace")
                found.append((voice.name.decode(errors="replace"), language))
        return found

    def _samples(self, samples: object, count: int, _events: object) -> int:
        if count <= 0 or not samples:
            return 0
        return 0 if self._handler(ctypes.string_at(samples, count * 2)) else 1  # type: ignore[arg-type]

    def _use(self, voice: VoiceSettings) -> None:
        self._select(voice)
        for parameter, value in (
            (_RATE, words_per_minute(voice.rate)),
            (_PITCH, voice.pitch),
            (_VOLUME, voice.volume),
            (_PUNCTUATION, _PUNCTUATION_VALUES[voice.punctuation]),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._voice = voice

    def _select(self, voice: VoiceSettings) -> None:
        """Select the named voice, else one for the language, else English."""
        language = (voice.language or interface_language() or SOURCE).lower()
        for name in (voice.voice, language, language.partition("-")[0], "en"):
            if name and self._library.espeak_SetVoiceByName(name.encode()) == 0:
                return
        raise SpeechError("speech.espeak", messages.ESPEAK_BROKEN)


class EspeakEngine:
    """Speaks with eSpeak NG through our own loudspeaker."""

    name = "espeak"
    capabilities = Capabilities(can_interrupt=True)

    def __init__(self, loudspeaker: Loudspeaker | None = None) -> None:
        self._loudspeaker = loudspeaker or Loudspeaker()
        self._sound: Sound | None = None
        self._mend_seconds = MEND_SECONDS

    def speak(self, words: Words) -> bool:
        """Speak; say it again from the start when the sound server comes back under it."""
        library = load()
        end = time.monotonic() + self._mend_seconds
        while True:
            state = self._play(library, words)
            if state is State.HEARD:
                self._mend_seconds = MEND_SECONDS
            if state is not State.BROKEN or words.is_cut:
                return state is State.HEARD
            if time.monotonic() > end:
                self._mend_seconds = 0.0  # the next sentence doesn't wait for it again
                raise self._loudspeaker.error or SpeechError(
                    "speech.sound", messages.SOUND_DEVICE_BROKEN
                )
            time.sleep(MEND_PAUSE_SECONDS)

    def silence(self) -> None:
        """Silence now."""
        sound = self._sound
        if sound is not None:
            self._loudspeaker.silence(sound)

    def close(self) -> None:
        """Give back the device."""
        self._loudspeaker.close()

    def _play(self, library: EspeakLibrary, words: Words) -> State:
        sound = self._sound = self._loudspeaker.play()
        if words.is_cut:  # by a key that came too early for this sound
            self._loudspeaker.silence(sound)
        voice = voice_for(words.utterance, words.voice)
        library.synthesize(words.text, voice, sound.feed)
        sound.finish()
        return sound.wait()


def words_per_minute(rate: int) -> int:
    """Return eSpeak's speed for 0 to 100: from 80 over the normal 175 to 450."""
    if rate <= 50:
        return round(80 + (175 - 80) * rate / 50)
    return round(175 + (450 - 175) * (rate - 50) / 50)


def find() -> str | None:
    """Return the system's library, or "espeakng_loader" for that package's, or None."""
    for name in LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return name
    return LOADER if importlib.util.find_spec(LOADER) else None


@functools.cache
def load() -> EspeakLibrary:
    """Return the library that was found; raise SpeechError."""
    name = find()
    if name is None:
        raise SpeechError("speech.espeak_missing", messages.ESPEAK_MISSING)
    if name != LOADER:
        return EspeakLibrary(name, None)
    loader = importlib.import_module(LOADER)
    return EspeakLibrary(str(loader.get_library_path()), str(loader.get_data_path()))
