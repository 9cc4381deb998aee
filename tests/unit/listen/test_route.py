"""Which microphone is chosen, from what the sound server lists."""

from __future__ import annotations

import pytest

from assistant.errors import HearingError
from assistant.listen.pulse import PulseSource
from assistant.listen.route import choose, find

pytestmark = pytest.mark.unit


def source(index: int, name: str, description: str, *, is_monitor: bool = False) -> PulseSource:
    return PulseSource(index, name, description, is_monitor=is_monitor, is_muted=False)


SPEAKERS = source(0, "alsa_output.pci.monitor", "Monitor of Built-in Audio", is_monitor=True)
BUILT_IN = source(1, "alsa_input.pci", "Built-in Audio")
YETI = source(2, "alsa_input.usb-Blue_Yeti", "Blue Yeti Analog Stereo")
ALL = (SPEAKERS, BUILT_IN, YETI)


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ("", BUILT_IN),
        ("Blue Yeti Analog Stereo", YETI),
        ("yeti", YETI),
        ("built-in audio", BUILT_IN),
        ("alsa_input.usb-Blue_Yeti", YETI),
        ("usb-blue", YETI),
    ],
)
def test_the_microphone_that_is_meant_is_chosen(device: str, expected: PulseSource) -> None:
    assert choose(device, ALL, BUILT_IN.name) is expected


def test_a_whole_name_goes_before_a_longer_one() -> None:
    assert find("mic", ["Mic of the headset", "Mic"]) == "Mic"
    assert find("headset", ["Mic of the headset", "Headset 2"]) == "Mic of the headset"
    assert find("camera", ["Mic of the headset"]) is None
    assert find("camera", []) is None


@pytest.mark.parametrize("device", ["Monitor of Built-in Audio", SPEAKERS.name, "camera"])
def test_what_is_no_microphone_is_not_there(device: str) -> None:
    with pytest.raises(HearingError) as caught:
        choose(device, ALL, BUILT_IN.name)
    assert caught.value.code == "hearing.not_there"
    assert caught.value.sentence == (
        f"The microphone {device} is not there. Connect it, or choose another in the settings:"
        " Built-in Audio, Blue Yeti Analog Stereo."
    )


@pytest.mark.parametrize("default", ["", SPEAKERS.name, "@DEFAULT_SOURCE@"])
def test_with_nothing_but_monitors_there_is_no_microphone(default: str) -> None:
    for sources in ((), (SPEAKERS,)):
        with pytest.raises(HearingError) as caught:
            choose("", sources, default)
        assert caught.value.code == "hearing.no_microphone"


def test_a_monitor_is_never_taken_for_the_default() -> None:
    with pytest.raises(HearingError) as caught:
        choose("", ALL, SPEAKERS.name)
    assert caught.value.code == "hearing.monitor"


def test_without_a_default_the_first_microphone_is_taken() -> None:
    assert choose("", ALL, "") is BUILT_IN
