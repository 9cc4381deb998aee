"""Parent side of the vision model: its process, the pictures it knows, and smaller ways to run it.

Never imports an engine.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.errors import AssistantError, EngineError, VisionError
from assistant.models.host import EngineHost, EngineSpec
from assistant.models.process import processors
from assistant.turn import Turn, TurnCancelled

if TYPE_CHECKING:
    from assistant.perceive.vision.base import Question
    from assistant.types import Screenshot

_log = logging.getLogger(__name__)
_ENGINE = "assistant.perceive.vision.transformers_engine:VisionEngine"
KEYS_KEPT = 16
"""Pictures whose pixels need not be hashed again."""
CANCEL_SECONDS = 5
"""A layer of a large picture takes seconds on a slow processor, and loading anew takes longer."""
TUNE_PAUSE_SECONDS = 2.0
"""Between an answer and the search for the quickest way to decode: a follow-up may come."""
NICENESS = 10
"""Below text recognition: where both compute on the processor, text is heard first."""


@dataclass(frozen=True, slots=True)
class VisionOptions:
    """How the engine is to run; the names and values of the settings."""

    device: str = "auto"
    precision: str = "auto"
    picture: str = "auto"
    unload_after_seconds: float = 600
    start_seconds: float = 180
    """A large model on a slow disk."""
    answer_seconds: float = 120
    """The longest silence: a large picture on a slow processor."""


class TransformersSeer:
    """A Seer whose model runs in a process of its own. Safe from any thread.

    Where memory runs out, the user hears it once, and the next request runs in a smaller way: with
    smaller pictures, then coarser weights, then on the processor.
    """

    def __init__(
        self, find_folder: Callable[[], Path], options: VisionOptions | None = None
    ) -> None:
        """`find_folder` returns the model's folder whenever it is to be loaded, or raises."""
        self._find_folder = find_folder
        self._options = options or VisionOptions()
        self._lock = threading.Lock()
        self._step = 0
        self._host: EngineHost | None = None
        self._keys: OrderedDict[str, str] = OrderedDict()
        self._is_closed = False
        self._tuning: Turn | None = None
        self._tuned_pid: int | None = None

    @property
    def host(self) -> EngineHost:
        """The process as it is to run now. Raises ModelError or VisionError without a model."""
        with self._lock:
            if self._host is None or not (self._host.is_running or self._is_folder_there()):
                self._renew()
            assert self._host is not None
            return self._host

    @property
    def about(self) -> Mapping[str, Any]:
        """What the engine chose; empty before it is loaded."""
        host = self._host
        return {} if host is None else host.about

    def notice(self) -> str:
        """Return nothing: no picture leaves the computer."""
        return ""

    def look(self, turn: Turn, screenshot: Screenshot, system: str) -> None:
        """Have the picture taken in, and return at once; see `Seer`."""
        self._stop_tuning()
        name = f"look-{turn.id}"
        work = threading.Thread(
            target=self._begin, args=(turn, screenshot, system), name=name, daemon=True
        )
        work.start()

    def ask(self, turn: Turn, screenshot: Screenshot, question: Question) -> Iterator[str]:
        """Yield the answer as it is made; see `Seer`."""
        self._stop_tuning()
        try:
            yield from self._answer(turn, screenshot, question)
            self._tune_later()
        except (VisionError, EngineError) as error:
            raise self._step_down(error) from error

    def warm(self) -> None:
        """Start loading the model and return at once; then find its quickest way to decode."""
        self.host.warm()
        self._tune_later()

    def close(self) -> None:
        """End the engine process and forget all pictures."""
        with self._lock:
            self._is_closed = True
            host, self._host = self._host, None
            self._keys.clear()
        if host is not None:
            host.close()

    def take_in(self, turn: Turn, screenshot: Screenshot, system: str) -> Mapping[str, Any]:
        """Have the picture taken in, and wait; return what the engine tells of it."""
        arguments = {
            "picture": self._key(screenshot),
            "system": system,
            "width": screenshot.width,
            "height": screenshot.height,
        }
        return next(self.host.stream(turn, "look", arguments, screenshot.pixels)).values

    def _begin(self, turn: Turn, screenshot: Screenshot, system: str) -> None:
        try:
            self.take_in(turn, screenshot, system)
        except TurnCancelled:
            _log.debug("nobody waits for the picture any more")
        except AssistantError as error:
            # `ask` meets the same again and tells it.
            _log.info("the picture was not taken in: %s", error.code)

    def _answer(self, turn: Turn, screenshot: Screenshot, question: Question) -> Iterator[str]:
        arguments = {
            "picture": self._key(screenshot),
            "system": question.system,
            "text": question.text,
            "most_tokens": question.most_tokens,
        }
        for _ in range(2):
            is_known = True
            for reply in self.host.stream(turn, "ask", arguments):
                if reply.values.get("is_unknown"):
                    is_known = False
                elif reply.values["text"]:
                    yield reply.values["text"]
            if is_known:
                return
            self.take_in(turn, screenshot, question.system)
        raise VisionError("vision.memory", messages.VISION_NO_MEMORY)

    def _tune_later(self) -> None:
        """Have the engine find its quickest way to decode, once in each process, while it rests."""
        with self._lock:
            pid = None if self._host is None else self._host.pid
            if self._tuning is not None or (pid is not None and pid == self._tuned_pid):
                return
            turn = self._tuning = Turn("tune")
        threading.Thread(target=self._tune, args=(turn,), name="tune", daemon=True).start()

    def _stop_tuning(self) -> None:
        """Make way for the user; it is tried again after the answer."""
        with self._lock:
            turn, self._tuning = self._tuning, None
        if turn is not None:
            turn.cancel()

    def _tune(self, turn: Turn) -> None:
        try:
            turn.wait(TUNE_PAUSE_SECONDS)
            host = self.host
            for reply in host.stream(turn, "tune"):
                _log.info("decoding: %s", dict(reply.values))
            with self._lock:
                self._tuned_pid = host.pid
        except TurnCancelled:
            _log.debug("tuning made way")
        except AssistantError as error:
            _log.info("tuning failed: %s", error.code)
        finally:
            with self._lock:
                if self._tuning is turn:
                    self._tuning = None

    def _step_down(self, error: AssistantError) -> AssistantError:
        """Run in a smaller way next time, if memory ran out; return what to tell."""
        if error.code != "vision.memory":
            return error
        with self._lock:
            self._step += 1
            host, self._host = self._host, None
        if host is not None:
            host.close()
        return error

    def _is_folder_there(self) -> bool:
        assert self._host is not None
        return Path(self._host.spec.arguments["folder"]).is_dir()

    def _renew(self) -> None:
        """Make the host anew; its process starts with the first request."""
        if self._is_closed:
            ended = messages.ENGINE_CLOSED.format(engine=messages.VISION_MODEL)
            raise EngineError("engine.closed", ended)
        if self._host is not None:
            self._host.close()
        self._host = EngineHost(spec(self._find_folder(), self._options, self._step))

    def _key(self, screenshot: Screenshot) -> str:
        """Return the same key for the same pixels: an unchanged window is taken in only once."""
        with self._lock:
            key = self._keys.get(screenshot.id)
        if key is None:
            size = f"{screenshot.width}x{screenshot.height}:".encode()
            hashed = hashlib.blake2b(size, digest_size=16)
            hashed.update(screenshot.pixels)
            key = hashed.hexdigest()
            with self._lock:
                self._keys[screenshot.id] = key
                while len(self._keys) > KEYS_KEPT:
                    self._keys.popitem(last=False)
        return key


def spec(folder: Path, options: VisionOptions, step: int = 0) -> EngineSpec:
    """Return how the engine process is started; `step` counts how often memory ran out."""
    return EngineSpec(
        title=messages.VISION_MODEL,
        factory=_ENGINE,
        missing=messages.VISION_MISSING,
        arguments={
            "folder": str(folder),
            "device": options.device,
            "precision": options.precision,
            "picture": options.picture,
            "step": step,
        },
        # With a thread on each processor, one that is busy elsewhere holds up all others at every
        # step: measured, 20 ms for an answer became 1 s. Text recognition alone is busy enough.
        threads=max(1, processors() - 1),
        idle_seconds=options.unload_after_seconds,
        start_seconds=options.start_seconds,
        answer_seconds=options.answer_seconds,
        cancel_seconds=CANCEL_SECONDS,
        niceness=NICENESS,
    )
