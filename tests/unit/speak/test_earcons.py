from __future__ import annotations

import wave
from array import array

import numpy as np
import pytest

from assistant.assets import asset
from assistant.speak.earcon import NAMES, EarconPlayer, load
from assistant.speak.loudspeaker import RATE, mix

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", NAMES)
def test_earcons_are_short_quiet_and_soft(name: str) -> None:
    samples = np.frombuffer(load(name), dtype="<i2").astype(float) / 32768
    assert 0.02 < len(samples) / RATE <= 0.15
    level = 20 * np.log10(np.sqrt(np.mean(samples**2)))
    assert -27 < level < -20
    assert np.abs(samples[: RATE // 1000]).max() < 0.02
    assert np.abs(samples[-RATE // 1000 :]).max() < 0.02


def test_each_sounds_different() -> None:
    assert len({load(name) for name in NAMES}) == len(NAMES)


def test_the_files_are_what_the_player_takes() -> None:
    with wave.open(str(asset("earcons/done.wav"))) as file:
        assert file.getparams()[:3] == (1, 2, RATE)


def test_where_earcons_are_off_nothing_plays() -> None:
    player = EarconPlayer(is_enabled=False)
    player.play("done")
    player.cancel()
    player.close()


def test_sounds_are_mixed_and_clipped() -> None:
    first = array("h", [1, 2, 30000]).tobytes()
    second = array("h", [10, -20, 30000, 5]).tobytes()
    assert array("h", mix([first, b"", second])).tolist() == [11, -18, 32767, 5]
    assert mix([b"", b""]) == b""
