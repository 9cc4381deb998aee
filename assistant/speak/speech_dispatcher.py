"""Speaks through Speech Dispatcher, the speech server of Linux desktops."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import SpeechError
from assistant.language import interface_language
from assistant.speak.following import voice_for
from assistant.speak.output import Capabilities, VoiceSettings
from assistant.speak.ssip import Client, SsipError, SsipRefused, SsipSilent, server_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.speak.queueing import Words

_log = logging.getLogger(__name__)

PROGRAM = "speech-dispatcher"
SPAWN_SECONDS = 4.0
ATTEMPTS = 3
"""How often a sentence is begun when the server dies under it."""
BEGIN_SECONDS = 2.0
"""A message begins within 50 ms; where the sound of the server is stuck it never does."""
SHARED_BEGIN_SECONDS = 15.0
"""The same beside a screen reader, which may be speaking: its sentence is waited for."""
SHORT_BEGIN_SECONDS = 0.5
"""The same for a server that was stuck the last time."""
END_SECONDS = 8.0
SLOWEST_CHARACTERS_A_SECOND = 4.0
SOUND_SECONDS = 3.0
"""How long to wait for a sound server that is being restarted."""


class SpeechDispatcherEngine:
    """A client of the user's server, which is started when none runs and again when it died."""

    name = "speech-dispatcher"
    capabilities = Capabilities(can_interrupt=True)

    def __init__(
        self, client_name: str = "lookaloud", is_shared: Callable[[], bool] = lambda: False
    ) -> None:
        """`is_shared` tells whether a screen reader runs, which may use the same server."""
        self._client_name = client_name
        self._is_shared = is_shared
        self._client: Client | None = None
        self._voice = VoiceSettings()
        """What the server was told."""
        self._begin_seconds = BEGIN_SECONDS

    def speak(self, words: Words) -> bool:
        """Speak; begin again with a new server if this one dies before the end."""
        for attempt in range(ATTEMPTS):
            try:
                return self._speak(self._ready(words), words)
            except SsipSilent as error:
                _log.info("the server is stuck: %s", error)
                self.close()
                break
            except SsipError as error:
                _log.info("attempt %d to speak failed: %s", attempt + 1, error)
                self.close()
            if words.is_cut:
                return False
        raise SpeechError("speech.dispatcher", messages.SPEECH_DISPATCHER_BROKEN)

    def silence(self) -> None:
        """Silence now."""
        client = self._client
        if client is not None:
            client.silence()

    def close(self) -> None:
        """Leave the server."""
        client, self._client = self._client, None
        if client is not None:
            client.silence()
            client.close()

    def _speak(self, client: Client, words: Words) -> bool:
        number = client.speak(words.text)
        is_patient = self._begin_seconds == BEGIN_SECONDS and self._is_shared()
        deadline = time.monotonic() + (SHARED_BEGIN_SECONDS if is_patient else self._begin_seconds)
        has_begun = False
        while not words.is_cut:
            event = client.event(deadline - time.monotonic())
            if event == (number, "BEGIN"):
                has_begun = True
                self._begin_seconds = BEGIN_SECONDS
                deadline = time.monotonic() + END_SECONDS
                deadline += len(words.text) / SLOWEST_CHARACTERS_A_SECOND
            elif event in ((number, "END"), (number, "CANCEL")):
                return event == (number, "END")
            elif event is None and time.monotonic() > deadline:
                self._begin_seconds = SHORT_BEGIN_SECONDS
                raise SsipSilent("it never ended" if has_begun else "it never began")
        # The key may have been faster than the message: then the server got it after the silence.
        client.command("CANCEL self")
        return False

    def _ready(self, words: Words) -> Client:
        """Return a connection with the right voice: settings can be set, but not unset."""
        voice = voice_for(words.utterance, words.voice)
        if self._client is not None and voice == self._voice:
            return self._client
        self.close()
        client = self._open(words)
        self._tell(client, voice)
        self._client, self._voice = client, voice
        return client

    def _open(self, words: Words) -> Client:
        try:
            return Client(server_address(), self._client_name)
        except SsipSilent:
            raise
        except SsipError as error:
            _log.info("starting the server, for %s", error)
        # A server that starts without a sound server stays mute for ever.
        end = time.monotonic() + SOUND_SECONDS
        while not sound_server_answers():
            if time.monotonic() > end or words.is_cut:
                raise SsipSilent("there is no sound server")
            time.sleep(0.02)
        return self._spawn()

    def _spawn(self) -> Client:
        try:
            done = subprocess.run(
                [PROGRAM, "--spawn"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SPAWN_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SsipError(f"the server does not start: {error}") from error
        if done.returncode:
            _log.info("the server did not start: %s", done.stderr.decode(errors="replace").strip())
        end = time.monotonic() + SPAWN_SECONDS
        while True:
            try:
                return Client(server_address(), self._client_name)
            except SsipError:
                if time.monotonic() > end or done.returncode:
                    raise
                time.sleep(0.02)

    def _tell(self, client: Client, voice: VoiceSettings) -> None:
        """Set the voice of a new connection; what the server refuses stays as it is."""
        for command in commands(voice):
            try:
                client.command(command)
            except SsipRefused as error:
                _log.warning("%s was refused: %s", command, error)


def sound_server_answers() -> bool:
    """Whether PulseAudio or PipeWire listens; True as well where neither is in use."""
    named = os.environ.get("PULSE_SERVER", "")
    path = named.partition("unix:")[2] or f"{os.environ.get('XDG_RUNTIME_DIR', '')}/pulse/native"
    if not named and not Path(path).exists():
        return True
    if named and "unix:" not in named:
        return True
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(path) == 0


def commands(voice: VoiceSettings) -> Iterator[str]:
    """Yield what sets a new connection to this voice; the user's own defaults are left alone."""
    usual = VoiceSettings()
    if language := voice.language or interface_language():
        yield f"SET self LANGUAGE {language}"
    if voice.voice:
        yield f"SET self SYNTHESIS_VOICE {voice.voice}"
    if voice.rate != usual.rate:
        yield f"SET self RATE {voice.rate * 2 - 100}"
    if voice.pitch != usual.pitch:
        yield f"SET self PITCH {voice.pitch * 2 - 100}"
    if voice.volume != usual.volume:
        yield f"SET self VOLUME {voice.volume * 2 - 100}"
    if voice.punctuation is not usual.punctuation:
        yield f"SET self PUNCTUATION {voice.punctuation}"
