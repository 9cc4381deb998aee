"""One engine process: its pipes, the threads that serve them, and its time limits."""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.child import python_command
from assistant.models.wire import Frame, WireBroken, read_frame, write_frame

_log = logging.getLogger(__name__)
_WORKER = "assistant.models.worker"
_THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_NO_NETWORK = {
    # From 1.29 on, ONNX Runtime reports each model that it loads to its makers
    # (https://github.com/microsoft/onnxruntime/pull/27379); on Windows the engines switch that off.
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # An engine gets its model as a folder: what isn't there it must not look for elsewhere.
    "HF_HUB_OFFLINE": "1",
}


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """What an engine is and how long it may take."""

    title: str
    """What it is called in sentences, such as "Text recognition"."""
    factory: str
    """"module:function"; only the engine process imports it."""
    missing: str
    """The sentence to speak where its packages are not installed."""
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """JSON values for the factory."""
    threads: int = 0
    """Threads it may compute with; 0 for one on each processor, at most 4."""
    idle_seconds: float = 600
    """It is unloaded after so long without a request; 0 for never."""
    start_seconds: float = 60
    answer_seconds: float = 30
    """The longest it may be silent while it works on a request."""
    niceness: int = 5
    """How far it steps back behind the program and the user's own work, 0 to 19."""
    cancel_seconds: float = 2
    """It must rest so soon after a request is cancelled, or it is killed."""

    @property
    def thread_count(self) -> int:
        """Threads it computes with."""
        return self.threads or min(4, processors())


class EngineProcess:
    """A child process from its start to its end. Safe from any thread; no method blocks.

    The thread that starts the child also reads from it and lives as long as it does: the system
    ends a child with the thread that started it (PR_SET_PDEATHSIG), so a turn's must not. A second
    thread writes, for a stopped child doesn't read; a third keeps the deadline.
    """

    def __init__(
        self,
        spec: EngineSpec,
        on_frame: Callable[[EngineProcess, Frame], None],
        on_exit: Callable[[EngineProcess], None],
    ) -> None:
        self.spec = spec
        self._on_frame = on_frame
        self._on_exit = on_exit
        self._outgoing: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._child: subprocess.Popen[bytes] | None = None
        self._deadline: float | None = time.monotonic() + spec.start_seconds
        self._is_ending = False
        self.was_overdue = False
        """Whether it was killed because a deadline passed."""
        self.is_ready = False
        """Whether its engine is loaded; the host's to set."""

    def start(self) -> None:
        """Start the child and the threads."""
        for name, target in (("read", self._read), ("watch", self._watch)):
            thread = threading.Thread(target=target, name=f"engine-{name}", daemon=True)
            thread.start()

    @property
    def pid(self) -> int | None:
        """Process id, or None before it runs."""
        return self._child.pid if self._child is not None else None

    def send(self, frame: Frame) -> None:
        """Queue a frame for the child."""
        self._outgoing.put(frame)

    def expect_within(self, seconds: float | None) -> None:
        """Kill the child unless this is called again in time; None for no limit."""
        with self._changed:
            self._deadline = None if seconds is None else time.monotonic() + seconds
            self._changed.notify_all()

    def kill(self) -> None:
        """End the child now. An engine keeps nothing that is worth a farewell."""
        with self._changed:
            self._is_ending = True
            if self._child is not None:
                self._child.kill()
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until the child is gone; return False if it took longer. For orderly ends only."""
        with self._changed:
            return self._changed.wait_for(self._is_gone, seconds)

    def _is_gone(self) -> bool:
        return self._is_ending and (self._child is None or self._child.returncode is not None)

    def _read(self) -> None:
        try:
            child = self._spawn()
        except OSError as error:
            _log.warning("%s: can't be started: %s", self.spec.factory, error)
            child = None
        if child is not None:
            self._serve(child)
        self._outgoing.put(None)
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()
        self._on_exit(self)

    def _serve(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        threading.Thread(target=self._write, name="engine-write", daemon=True).start()
        try:
            while (frame := read_frame(child.stdout)) is not None:
                self._on_frame(self, frame)
        except WireBroken as error:
            _log.warning("%s: broken stream: %s", self.spec.factory, error)
        child.kill()
        code = child.wait()
        child.stdout.close()
        _log.debug("%s: ended with %s", self.spec.factory, code)

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._changed:
            if self._is_ending:
                raise ProcessLookupError("ended before it was started")
            self._child = subprocess.Popen(
                command(self.spec),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(self.spec.thread_count),
                creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
            )
            return self._child

    def _write(self) -> None:
        """Write what is queued until the child is gone."""
        assert self._child is not None
        stream = self._child.stdin
        assert stream is not None
        try:
            while (frame := self._outgoing.get()) is not None:
                write_frame(stream, frame)
        except OSError as error:
            _log.debug("%s: no longer listens: %s", self.spec.factory, error)
        try:
            stream.close()
        except BrokenPipeError:
            _log.debug("%s: closed with words unsent", self.spec.factory)

    def _watch(self) -> None:
        """Kill the child when its deadline passes."""
        with self._changed:
            while not self._is_ending:
                if self._deadline is None:
                    self._changed.wait()
                elif (left := self._deadline - time.monotonic()) > 0:
                    self._changed.wait(left)
                else:
                    self.was_overdue = True
                    break
        self.kill()


def command(spec: EngineSpec) -> list[str]:
    """Return the command line of an engine process."""
    settings = {
        "factory": spec.factory,
        "arguments": {"threads": spec.thread_count, **spec.arguments},
        "niceness": spec.niceness,
        "parent": os.getpid(),
        "log_level": max(logging.getLogger().getEffectiveLevel(), logging.DEBUG),
    }
    return python_command(_WORKER, json.dumps(settings))


def _environment(threads: int) -> dict[str, str]:
    return {**os.environ, **dict.fromkeys(_THREAD_LIMITS, str(threads)), **_NO_NETWORK}


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
