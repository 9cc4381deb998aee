"""The microphone on a real sound server: what is played into it, and every fault of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from assistant import portaudio
from assistant.errors import HearingError
from assistant.listen import microphone as module
from assistant.listen.microphone import Microphone, Recording
from assistant.turn import Turn, TurnCancelled
from assistant.types import SAMPLE_RATE
from ear import Ear, array, last_heard, noise, place, play, spoken
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each test starts a desktop, and faults are waited out.
    pytest.mark.timeout(60),
]

Opener = Callable[..., Microphone]


@pytest.fixture
def quiet_default(on_desktop: VirtualDesktop) -> None:
    """The default microphone is one that gives nothing but silence."""
    on_desktop.run(["pactl", "load-module", "module-null-source", "source_name=quiet"])
    on_desktop.run(["pactl", "set-default-source", "quiet"])


@pytest.fixture
def ear(on_desktop: VirtualDesktop) -> Iterator[Ear]:
    hearing = Ear(on_desktop)
    yield hearing
    hearing.close()


@pytest.fixture
def opened(on_desktop: VirtualDesktop) -> Iterator[Opener]:
    made: list[Microphone] = []

    def open_(device: str = "", keep_open: str = "never") -> Microphone:
        made.append(Microphone(device, keep_open))
        return made[-1]

    yield open_
    for microphone in made:
        microphone.close()
    assert "microphone" not in {thread.name for thread in threading.enumerate()}


def streams(desktop: VirtualDesktop) -> int:
    """How many streams this process records, as the sound server tells."""
    listed = desktop.run(["pactl", "list", "source-outputs"])
    return listed.count(f'application.process.id = "{os.getpid()}"')


def wait_streams(desktop: VirtualDesktop, count: int) -> None:
    end = time.monotonic() + 10
    while (now := streams(desktop)) != count:
        assert time.monotonic() < end, f"{now} streams, not {count}"
        time.sleep(0.05)


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(HearingError) as caught:
        call()
    assert caught.value.sentence
    return caught.value.code


def read_for(recording: Recording, seconds: float) -> None:
    """Read as endpointing does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        recording.read(0.1)


def unplug() -> None:
    subprocess.run(["pactl", "unload-module", "module-remap-source"], check=True)


def plug(desktop: VirtualDesktop, name: str = "virtmic") -> None:
    names = [f"source_name={name}", f"source_properties=device.description={name}"]
    load = ["pactl", "load-module", "module-remap-source", "master=micfeed.monitor"]
    desktop.run(load + names)


# -- what is heard ---------------------------------------------------------------------------------


def test_a_spoken_question_is_recorded(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    question = spoken(on_desktop, "How much is the total?")
    recording = opened().record()
    player = play(on_desktop, question)
    parts: list[bytes] = []
    while player.poll() is None:
        chunk = recording.read(0.1)
        parts += [bytes(chunk.samples)] if chunk else []
    heard = recording.stop()
    assert place(question, array(heard))[1] > 0.95
    read = b"".join(parts)
    assert len(read) > 2 * len(question) // 2
    assert bytes(heard.samples).startswith(read)


def test_what_was_said_just_before_the_key_is_there(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    microphone = opened(keep_open="always")
    microphone.warm()
    wait_streams(on_desktop, 1)
    burst = noise(0.1)
    play(on_desktop, burst)
    ear.wait_for_sound()
    ear.wait_for_its_end()
    heard = array(microphone.record().stop())
    at, likeness = place(burst, heard)
    assert likeness > 0.95
    assert at + len(burst) <= 0.3 * SAMPLE_RATE + Ear.BLOCK


def test_what_we_said_ourselves_before_the_key_can_be_left_out(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    microphone = opened(keep_open="always")
    microphone.warm()
    play(on_desktop, noise(0.1))
    ear.wait_for_sound()
    ear.wait_for_its_end()
    time.sleep(0.05)  # the microphone has heard its end too
    recording = microphone.record(with_before=False)
    question = noise(0.2, seed=2)
    play(on_desktop, question).wait(10)
    heard = array(recording.stop())
    assert place(question, heard)[1] > 0.95
    assert place(noise(0.1), heard)[1] < 0.5


def test_a_recording_holds_nothing_of_the_one_before(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    microphone = opened(keep_open="question")
    recording = microphone.record()
    said = noise(1.5)
    play(on_desktop, said)
    ear.wait_for_sound()
    ended = last_heard(said, array(recording.stop(tail_seconds=0.2)))
    heard = array(microphone.record().stop(tail_seconds=0.2))
    begun, likeness = place(heard[: SAMPLE_RATE // 10], said)
    assert likeness > 0.9
    assert begun >= ended - 2  # a sample or two is the resampler's


def test_what_was_said_until_the_key_went_up_is_there(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    recording = opened().record()
    said = noise(1.5)
    play(on_desktop, said)
    ear.wait_for_sound()
    time.sleep(0.5)
    by_then = ear.samples()
    heard = array(recording.stop(tail_seconds=0.0))
    assert last_heard(said, heard) >= last_heard(said, by_then)


def test_the_tail_after_the_key_is_as_long_as_it_is_told(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    microphone = opened(keep_open="question")
    said = noise(2)
    play(on_desktop, said)
    ear.wait_for_sound()
    lengths = [microphone.record().stop(tail_seconds=tail).seconds for tail in (0.0, 0.5, 0.0)]
    assert lengths[1] - lengths[2] > 0.1
    assert lengths[1] >= 0.5


@pytest.mark.usefixtures("quiet_default", "ear")
def test_a_named_microphone_is_heard_and_not_the_default(
    on_desktop: VirtualDesktop, opened: Opener
) -> None:
    microphone = opened("VIRT")
    recording = microphone.record()
    said = noise(0.5)
    play(on_desktop, said).wait(10)
    assert place(said, array(recording.stop()))[1] > 0.95
    assert microphone.name == "Remapped Monitor of Null Output"
    assert code_of(opened("quiet").record().stop) == "hearing.silent"


@pytest.mark.usefixtures("quiet_default", "ear")
def test_another_default_is_taken_for_the_next_question(
    on_desktop: VirtualDesktop, opened: Opener
) -> None:
    microphone = opened(keep_open="always")
    assert code_of(microphone.record().stop) == "hearing.silent"
    on_desktop.run(["pactl", "set-default-source", "virtmic"])
    recording = microphone.record()
    said = noise(0.5)
    play(on_desktop, said).wait(10)
    assert place(said, array(recording.stop()))[1] > 0.95
    assert streams(on_desktop) == 1


def test_a_recording_is_bounded(
    ear: Ear, on_desktop: VirtualDesktop, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_SECONDS", 0.3)
    recording = opened().record()
    play(on_desktop, noise(1)).wait(10)
    assert recording.is_full
    assert 0.3 <= recording.stop().seconds < 0.32


# -- who ends it -----------------------------------------------------------------------------------


def test_a_cancelled_turn_ends_the_wait_for_sound(ear: Ear, opened: Opener) -> None:
    recording = opened(keep_open="question").record()
    turn = Turn()
    turn.on_cancel(recording.cancel)
    raised: list[BaseException] = []

    def work() -> None:
        try:
            while True:
                recording.read(30)
        except TurnCancelled as error:
            raised.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(0.2)
    turn.cancel()
    worker.join(5)
    assert len(raised) == 1
    with pytest.raises(TurnCancelled):
        recording.stop()


def test_a_new_recording_ends_the_old(on_desktop: VirtualDesktop, ear: Ear, opened: Opener) -> None:
    microphone = opened(keep_open="question")
    old = microphone.record()
    new = microphone.record()
    with pytest.raises(TurnCancelled):
        old.read(1)
    old.cancel()
    said = noise(0.5)
    play(on_desktop, said).wait(10)
    assert place(said, array(new.stop()))[1] > 0.95
    assert streams(on_desktop) == 1


@pytest.mark.parametrize(
    ("keep_open", "before", "after"), [("never", 0, 0), ("question", 0, 1), ("always", 1, 1)]
)
def test_the_microphone_is_open_only_as_long_as_it_is_told(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener, keep_open: str, before: int, after: int
) -> None:
    microphone = opened(keep_open=keep_open)
    microphone.warm()
    wait_streams(on_desktop, before)
    recording = microphone.record()
    assert streams(on_desktop) == 1
    play(on_desktop, noise(0.1)).wait(10)
    recording.stop()
    wait_streams(on_desktop, after)
    microphone.record().cancel()
    wait_streams(on_desktop, after)
    microphone.close()
    wait_streams(on_desktop, 0)
    with pytest.raises(TurnCancelled):
        microphone.record()


def test_after_a_question_it_closes_by_itself(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module.KEEP_SECONDS, "question", 1.0)
    microphone = opened(keep_open="question")
    microphone.record().cancel()
    assert streams(on_desktop) == 1
    wait_streams(on_desktop, 0)
    recording = microphone.record()
    time.sleep(1.2)
    assert streams(on_desktop) == 1  # not while it is recorded
    recording.cancel()


@pytest.mark.parametrize("keep_open", ["never", "question"])
def test_50_recordings_leave_nothing_behind(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener, keep_open: str
) -> None:
    microphone = opened(keep_open=keep_open)
    process = psutil.Process()
    said = play(on_desktop, noise(20))
    ear.wait_for_sound()

    def ask() -> None:
        microphone.record().stop(tail_seconds=0.05)
        microphone.record().cancel()

    def held() -> tuple[int, int]:
        microphone._open()
        microphone._stream.close_after(0)  # pyright: ignore[reportOptionalMemberAccess]
        wait_streams(on_desktop, 0)
        return threading.active_count(), process.num_fds()

    ask()
    before = held()
    for _ in range(50):
        ask()
    assert held() == before
    on_desktop.end(said)


# -- faults ----------------------------------------------------------------------------------------


def test_without_a_microphone_the_loudspeakers_are_not_recorded(
    on_desktop: VirtualDesktop, opened: Opener
) -> None:
    unplug()
    assert "speakers.monitor" in on_desktop.run(["pactl", "get-default-source"])
    microphone = opened()
    assert code_of(microphone.record) == "hearing.no_microphone"
    assert streams(on_desktop) == 0
    plug(on_desktop)
    microphone.record().cancel()


def test_a_default_that_is_a_monitor_is_told_with_the_others(
    on_desktop: VirtualDesktop, opened: Opener
) -> None:
    on_desktop.run(["pactl", "set-default-source", "speakers.monitor"])
    with pytest.raises(HearingError) as caught:
        opened().record()
    assert caught.value.sentence == (
        "The system takes what the loudspeakers play for its microphone."
        " Choose another in the sound settings: Remapped Monitor of Null Output."
    )
    assert streams(on_desktop) == 0


def test_a_named_microphone_that_is_not_there_is_told_with_the_others(
    on_desktop: VirtualDesktop, opened: Opener
) -> None:
    plug(on_desktop, "headset")
    with pytest.raises(HearingError) as caught:
        opened("Yeti").record()
    assert caught.value.sentence == (
        "The microphone Yeti is not there. Connect it, or choose another in the settings:"
        " Remapped Monitor of Null Output, headset."
    )
    unplug()
    with pytest.raises(HearingError) as caught:
        opened("Yeti").record()
    assert caught.value.sentence == (
        "The microphone Yeti is not there, and there is no other. Connect one, and ask again."
    )


def test_a_muted_microphone_is_told(on_desktop: VirtualDesktop, ear: Ear, opened: Opener) -> None:
    on_desktop.run(["pactl", "set-source-mute", "virtmic", "1"])
    microphone = opened()
    recording = microphone.record()
    play(on_desktop, noise(0.3)).wait(10)
    assert code_of(recording.stop) == "hearing.muted"
    recording = microphone.record()
    assert code_of(lambda: read_for(recording, 10)) == "hearing.muted"
    on_desktop.run(["pactl", "set-source-mute", "virtmic", "0"])
    on_desktop.run(["pactl", "set-source-volume", "virtmic", "0"])
    assert code_of(microphone.record().stop) == "hearing.muted"


def test_a_microphone_that_was_muted_just_before_the_key_is_told(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    microphone = opened(keep_open="always")
    microphone.warm()
    play(on_desktop, noise(0.2))
    ear.wait_for_sound()
    ear.wait_for_its_end()
    on_desktop.run(["pactl", "set-source-mute", "virtmic", "1"])
    recording = microphone.record()
    assert code_of(recording.stop) == "hearing.muted"


def test_nothing_but_silence_is_told(on_desktop: VirtualDesktop, ear: Ear, opened: Opener) -> None:
    recording = opened().record()
    read_for(recording, 0.7)
    assert code_of(recording.stop) == "hearing.silent"


@pytest.mark.parametrize("device", ["", "virtmic"])
@pytest.mark.parametrize("is_read", [True, False])
def test_a_microphone_that_is_pulled_out_is_told(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener, device: str, is_read: bool
) -> None:
    microphone = opened(device, "question")
    recording = microphone.record()
    play(on_desktop, noise(0.3)).wait(10)
    unplug()
    call = (lambda: read_for(recording, 10)) if is_read else recording.stop
    assert code_of(call) == "hearing.unplugged"
    wait_streams(on_desktop, 0)
    plug(on_desktop)
    on_desktop.run(["pactl", "set-default-source", "virtmic"])
    microphone.record().cancel()
    assert streams(on_desktop) == 1


def test_a_microphone_that_was_pulled_out_between_questions_is_told(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    microphone = opened(keep_open="question")
    microphone.record().cancel()
    unplug()
    assert code_of(microphone.record) == "hearing.no_microphone"
    wait_streams(on_desktop, 0)


def test_a_named_microphone_that_is_pulled_out_is_not_replaced(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener
) -> None:
    plug(on_desktop, "headset")
    recording = opened("headset").record()
    play(on_desktop, noise(0.3)).wait(10)
    modules = on_desktop.run(["pactl", "list", "short", "modules"]).splitlines()
    number = next(line.split()[0] for line in modules if "source_name=headset" in line)
    on_desktop.run(["pactl", "unload-module", number])
    assert code_of(recording.stop) == "hearing.unplugged"


def test_a_microphone_that_sends_nothing_is_told(
    on_desktop: VirtualDesktop, opened: Opener
) -> None:
    on_desktop.run(["pactl", "suspend-source", "virtmic", "1"])
    microphone = opened()
    assert code_of(microphone.record().stop) == "hearing.stuck"
    recording = microphone.record()
    assert code_of(lambda: read_for(recording, 20)) == "hearing.stuck"


@pytest.mark.parametrize("is_read", [True, False])
def test_a_sound_server_that_is_killed_and_started_again(
    on_desktop: VirtualDesktop, opened: Opener, is_read: bool
) -> None:
    microphone = opened(keep_open="always")
    recording = microphone.record()
    # PortAudio loops for ever in a stream whose server dies before its first block.
    assert recording.read(10)
    on_desktop.stop_service("sound")
    call = (lambda: read_for(recording, 10)) if is_read else recording.stop
    assert code_of(call) == "hearing.sound_server"
    assert code_of(microphone.record) == "hearing.sound_server"
    on_desktop.start_sound()
    ear = Ear(on_desktop)
    try:
        recording = microphone.record()
        said = noise(0.5)
        play(on_desktop, said).wait(10)
        heard = array(recording.stop())
    finally:
        ear.close()
    assert place(said, heard)[1] > 0.95


def test_a_sound_server_that_hangs_is_told(
    on_desktop: VirtualDesktop, opened: Opener, request: pytest.FixtureRequest
) -> None:
    microphone = opened(keep_open="question")
    recording = microphone.record()
    assert recording.read(10)
    server = on_desktop._services["sound"].pid
    os.kill(server, signal.SIGSTOP)
    request.addfinalizer(lambda: os.kill(server, signal.SIGCONT))
    assert code_of(recording.stop) == "hearing.sound_server"
    assert code_of(microphone.record) == "hearing.sound_server"
    os.kill(server, signal.SIGCONT)
    microphone.record().cancel()


def test_a_stream_that_does_not_end_is_left_behind(
    on_desktop: VirtualDesktop,
    opened: Opener,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(portaudio, "END_SECONDS", 0.3)
    monkeypatch.setattr(portaudio, "_stuck", [])
    microphone = opened()
    recording = microphone.record()
    assert recording.read(10)
    server = on_desktop._services["sound"].pid
    os.kill(server, signal.SIGSTOP)
    request.addfinalizer(lambda: os.kill(server, signal.SIGCONT))
    recording.cancel()
    microphone.close()
    assert portaudio._stuck[0].is_alive()
    assert portaudio.input_names()  # whoever opens, closes or looks need not wait for it
    os.kill(server, signal.SIGCONT)
    portaudio._stuck[0].join(10)
    recording = opened().record()
    assert recording.read(10)
    recording.cancel()
    wait_streams(on_desktop, 0)


ALSA_PLUGIN = """
extern int snd_pcm_open(void **pcm, const char *name, int stream, int mode);
extern int access(const char *path, int mode);
char __snd_pcm_held_open_dlsym_pcm_001;

int _snd_pcm_held_open(void **pcm, const char *name, void *root, void *conf, int stream, int mode)
{
    return access(HELD, 0) == 0 ? -16 /* EBUSY */ : snd_pcm_open(pcm, "pulse", stream, mode);
}
"""
ALSA_HELD = """
pcm_type.held {{ lib "{library}" }}
pcm.default {{ type held }}
pcm.pulse {{ type pulse }}
"""


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs a C compiler")
def test_a_microphone_that_another_program_holds_is_told(
    on_desktop: VirtualDesktop, ear: Ear, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device of ALSA itself, which one program at a time can open."""
    source, library = on_desktop.folder / "held.c", on_desktop.folder / "held.so"
    held, configuration = on_desktop.folder / "held", on_desktop.folder / "held.conf"
    source.write_text(ALSA_PLUGIN)
    define = f'-DHELD="{held}"'
    command = ["gcc", "-shared", "-fPIC", define, str(source), "-l:libasound.so.2"]
    on_desktop.run([*command, "-o", str(library)])
    configuration.write_text(ALSA_HELD.format(library=library))
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(configuration))
    portaudio.input_names()  # looks for devices anew
    microphone = opened()
    held.touch()
    assert code_of(microphone.record) == "hearing.busy"
    held.unlink()
    recording = microphone.record()
    said = noise(0.5)
    play(on_desktop, said).wait(10)
    assert place(said, array(recording.stop()))[1] > 0.95


def test_a_sound_server_that_alsa_does_not_lead_to_is_told(
    on_desktop: VirtualDesktop, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = on_desktop.folder / "card.conf"
    configuration.write_text("pcm.default { type hw card 0 }")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(configuration))
    portaudio.input_names()  # looks for devices anew
    microphone = opened()
    assert code_of(microphone.record) == "hearing.not_reached"
    monkeypatch.setenv("ALSA_CONFIG_PATH", on_desktop.environment["ALSA_CONFIG_PATH"])
    microphone.record().cancel()
