"""What a real sound server tells, and one that does not answer."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest

from assistant.listen import pulse as module
from assistant.listen.pulse import Pulse, PulseSource, PulseUnreachable
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(60)]


@pytest.fixture
def server(on_desktop: VirtualDesktop) -> Iterator[psutil.Process]:
    process = psutil.Process(on_desktop._services["sound"].pid)
    yield process
    process.resume()


def test_the_sources_are_told(on_desktop: VirtualDesktop) -> None:
    on_desktop.run(["pactl", "set-source-mute", "virtmic", "1"])
    on_desktop.run(["pactl", "set-source-volume", "micfeed.monitor", "0"])
    with Pulse() as pulse:
        assert pulse.default_source() == "virtmic"
        assert pulse.recordings() == []
        speakers, feed, microphone = pulse.sources()
    assert speakers == PulseSource(
        speakers.index,
        "speakers.monitor",
        "Monitor of Null Output",
        is_monitor=True,
        is_muted=False,
    )
    assert feed.is_monitor
    assert feed.is_muted
    assert not microphone.is_monitor
    assert microphone.is_muted


def test_a_stream_that_has_gone_is_not_moved(on_desktop: VirtualDesktop) -> None:
    with Pulse() as pulse:
        gone = module.PulseRecording(index=12345, source=None, is_muted=False)
        assert not pulse.move(gone, pulse.sources()[0])
        assert pulse.default_source() == "virtmic"


def test_a_server_that_hangs_ends_the_wait(server: psutil.Process) -> None:
    with Pulse() as pulse:
        source = pulse.sources()[0]
        recording = module.PulseRecording(index=0, source=None, is_muted=False)
        server.suspend()
        with pytest.raises(PulseUnreachable):
            pulse.sources()
        for ask in (pulse.recordings, pulse.default_source, lambda: pulse.move(recording, source)):
            with pytest.raises(PulseUnreachable):
                ask()
    pulse.close()
    with pytest.raises(PulseUnreachable):
        Pulse()
    server.resume()
    with Pulse() as pulse:
        assert source in pulse.sources()


def test_waiting_in_vain_leaves_nothing_behind(
    server: psutil.Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.02)
    server.suspend()
    process = psutil.Process()

    def held() -> int:
        with pytest.raises(PulseUnreachable):
            Pulse()
        return process.num_fds()

    before = held()
    assert [held() for _ in range(50)] == [before] * 50


def test_a_server_that_is_killed_is_unreachable(on_desktop: VirtualDesktop) -> None:
    with Pulse() as pulse:
        on_desktop.stop_service("sound")
        with pytest.raises(PulseUnreachable):
            pulse.sources()
    with pytest.raises(PulseUnreachable):
        Pulse()
    on_desktop.start_sound()
    with Pulse() as pulse:
        assert pulse.default_source() == "virtmic"
