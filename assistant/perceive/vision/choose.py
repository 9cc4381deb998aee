"""Which vision model answers: one on this computer, one on a server of the user's own, or none."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assistant.perceive.vision.transformers import TransformersSeer, VisionOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.config.settings import VisionSettings
    from assistant.perceive.vision.base import Seer

SENT_PIXELS = {"auto": 1600, "small": 800, "medium": 1200, "large": 2400}
"""Long side of a picture that is sent to a server, for each value of vision.picture."""


PACKAGES = ("torch", "transformers", "num2words", "psutil")
"""Of Python, that a model on this computer needs."""


def missing_packages() -> list[str]:
    """Return the names of the packages that are not installed. Imports none of them."""
    return [name for name in PACKAGES if find_spec(name) is None]


def choose(settings: VisionSettings, find_folder: Callable[[str], Path]) -> Seer | None:
    """Return the Seer of the settings, or None where they name none.

    `find_folder` finds the folder of a model by its name, or raises ModelError; it is called when
    the model is to be loaded. Nothing is imported, loaded or sent yet.
    """
    if settings.server:
        from assistant.perceive.vision.server import ServerSeer  # noqa: PLC0415

        return ServerSeer(settings, most_pixels=SENT_PIXELS[settings.picture])
    if not settings.model:
        return None
    return TransformersSeer(
        partial(find_folder, settings.model),
        VisionOptions(
            device=settings.device,
            precision=settings.precision,
            picture=settings.picture,
            unload_after_seconds=settings.unload_after_minutes * 60,
        ),
    )
