"""Names of the microphones that can be chosen."""

from __future__ import annotations

from assistant import messages, portaudio
from assistant.errors import HearingError
from assistant.listen import route
from assistant.listen.pulse import Pulse, PulseMissing, PulseUnreachable


def microphones() -> list[str]:
    """Return the names that `hearing.microphone` takes, as people know them.

    Takes up to a second. Raises HearingError where nobody tells which there are.
    """
    try:
        with Pulse() as pulse:
            found = [source.description for source in pulse.sources() if not source.is_monitor]
    except PulseMissing:
        found = _without_server()
    except PulseUnreachable as error:
        raise route.server_stopped() from error
    return sorted(set(found), key=str.casefold)


def _without_server() -> list[str]:
    try:
        return list(portaudio.input_names())
    except portaudio.LibraryMissing as error:
        raise HearingError("hearing.sound_library", messages.SOUND_LIBRARY_MISSING) from error
    except portaudio.DeviceError as error:
        raise HearingError("hearing.refused", messages.MICROPHONE_REFUSED) from error
