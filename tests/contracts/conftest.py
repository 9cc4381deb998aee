"""The platform under test: one desktop for all contracts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.harness import Harness
from contracts.harnesses import available, make


@pytest.fixture(scope="session", params=available())
def harness(request: pytest.FixtureRequest) -> Iterator[Harness]:
    made = make(request.param)
    made.open()
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in made.environment.items():
                patch.setenv(name, value)
            yield made
    finally:
        made.close()
