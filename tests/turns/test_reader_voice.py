"""What is said of the voice while a screen reader speaks."""

from __future__ import annotations

import pytest

from assistant import messages
from assistant.speak.output import Capabilities
from fakes import Desk, Script

pytestmark = pytest.mark.turns


@pytest.mark.parametrize("asked", ["slower", "faster"])
def test_the_pace_of_a_reader_is_not_changed_and_that_is_said(asked: str) -> None:
    desk = Desk(Script(speech=asked))
    desk.output.capabilities = Capabilities(can_interrupt=True, has_rate=False)
    desk.ask_aloud(asked)
    desk.clock.advance(10)
    assert desk.heard[-1] == messages.RATE_IS_THE_READERS
    assert desk.changed == []
