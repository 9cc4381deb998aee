"""Which microphone our stream comes from, as the sound server tells; what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant import messages
from assistant.errors import HearingError
from assistant.listen.pulse import Pulse, PulseRecording, PulseSource, PulseUnreachable


@dataclass(frozen=True, slots=True)
class Route:
    """From a microphone to our stream."""

    recording: int
    """Our stream's index on the sound server."""
    source: PulseSource
    """The microphone, as it was when the stream was opened."""
    device: str
    """Name of the microphone in the settings; empty for the system's own."""


def find(wanted: str, names: Iterable[str]) -> str | None:
    """Return the name that is meant: the same, or the first that holds it; None for none."""
    folded = {name.casefold(): name for name in names}
    wanted = wanted.casefold()
    holding = (name for key, name in folded.items() if wanted in key)
    return folded.get(wanted) or next(holding, None)


def choose(device: str, sources: Sequence[PulseSource], default: str) -> PulseSource:
    """Return the microphone to record. Raises HearingError where there is none.

    A monitor, which gives what a loudspeaker plays, is none: the sound server makes one its
    default source where it has nothing else.
    """
    microphones = [source for source in sources if not source.is_monitor]
    if device:
        return _named(device, microphones)
    if not microphones:
        raise HearingError("hearing.no_microphone", messages.MICROPHONE_NONE)
    chosen = next((source for source in sources if source.name == default), microphones[0])
    if chosen.is_monitor:
        names = ", ".join(source.description for source in microphones)
        raise HearingError("hearing.monitor", messages.MICROPHONE_IS_MONITOR.format(names=names))
    return chosen


def not_there(device: str, names: Iterable[str]) -> HearingError:
    """Return the error that tells which microphones there are instead."""
    listed = ", ".join(names)
    template = messages.MICROPHONE_NOT_THERE if listed else messages.MICROPHONE_NOT_THERE_NOR_OTHER
    return HearingError("hearing.not_there", template.format(name=device, names=listed))


def make(pulse: Pulse, device: str, source: PulseSource, before: set[int]) -> Route | None:
    """Return the route of the stream that was opened since `before`, moved to `source`.

    None where the stream did not come by the sound server.
    """
    recording = next((one for one in pulse.recordings() if one.index not in before), None)
    if recording is None:
        return None
    if recording.source != source.index and not pulse.move(recording, source):
        raise HearingError("hearing.refused", messages.MICROPHONE_REFUSED)
    return Route(recording.index, source, device)


def check(route: Route) -> bool:
    """Return whether the microphone is muted.

    Raises HearingError where the stream comes from no microphone any more: when one is pulled out
    the server moves its streams to what remains, which may be what the loudspeakers play.
    """
    try:
        with Pulse() as pulse:
            recording, source = _look(pulse, route)
    except PulseUnreachable as error:
        raise server_stopped() from error
    is_other = bool(route.device) and source is not None and source.name != route.source.name
    if recording is None or source is None or source.is_monitor or is_other:
        raise HearingError("hearing.unplugged", messages.MICROPHONE_UNPLUGGED)
    return recording.is_muted or source.is_muted


def is_current(route: Route) -> bool:
    """Whether the stream comes from the microphone that would be chosen now."""
    try:
        with Pulse() as pulse:
            source = _look(pulse, route)[1]
            wanted = choose(route.device, pulse.sources(), pulse.default_source())
    except (PulseUnreachable, HearingError):
        return False
    return source is not None and source.index == wanted.index


def server_stopped() -> HearingError:
    """Return the error that tells that the sound server has gone or hangs."""
    return HearingError("hearing.sound_server", messages.MICROPHONE_SERVER_STOPPED)


def _named(device: str, microphones: Sequence[PulseSource]) -> PulseSource:
    by_name = {source.name: source for source in microphones}
    by_description = {source.description: source for source in microphones}
    for sources in (by_description, by_name):
        name = find(device, sources)
        if name is not None:
            return sources[name]
    raise not_there(device, by_description)


def _look(pulse: Pulse, route: Route) -> tuple[PulseRecording | None, PulseSource | None]:
    recordings = {one.index: one for one in pulse.recordings()}
    sources = {one.index: one for one in pulse.sources()}
    recording = recordings.get(route.recording)
    source = None if recording is None or recording.source is None else recording.source
    return recording, None if source is None else sources.get(source)
