"""What happens to requests when engines live, linger, fail and die: real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from assistant.errors import EngineError
from assistant.models.host import BACK_OFF_SECONDS, EngineHost, EngineSpec
from assistant.turn import Turn, TurnCancelled

pytestmark = pytest.mark.unit

HERE = Path(__file__).parent
MakeHost = Callable[..., EngineHost]


@pytest.fixture
def make_host(monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeHost]:
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    hosts: list[EngineHost] = []

    def make(
        factory: str = "ScriptedEngine",
        *,
        clock: Callable[[], float] = time.monotonic,
        **limits: float,
    ) -> EngineHost:
        spec = EngineSpec(
            title="The engine",
            factory=f"scripted_engine:{factory}",
            missing="Install the engine.",
            threads=2,
            **limits,  # type: ignore[arg-type]
        )
        hosts.append(EngineHost(spec, clock=clock))
        return hosts[-1]

    yield make
    for host in hosts:
        host.close()


def numbers(host: EngineHost, turn: Turn | None = None, **arguments: float) -> list[int]:
    replies = host.stream(turn or Turn(), "count", arguments)
    return [reply.values["number"] for reply in replies]


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_replies_come_in_order_and_the_process_stays(make_host: MakeHost) -> None:
    host = make_host()
    assert not host.is_running
    assert host.pid is None
    assert host.description == "The engine is loaded when it is first needed."
    assert numbers(host, to=3) == [0, 1, 2]
    pid = host.pid
    assert numbers(host, to=2) == [0, 1]
    assert host.pid == pid
    assert host.is_running
    assert host.about == {"name": "scripted"}
    assert host.description == f"The engine is loaded, in process {pid}."


def test_bytes_travel_both_ways_and_prints_do_not_disturb(make_host: MakeHost) -> None:
    data = os.urandom(9_000_000)
    [reply] = make_host().stream(Turn(), "echo", payload=memoryview(data))
    assert reply.values == {"size": 9_000_000}
    assert bytes(reply.payload) == data[::-1]


def test_warm_loads_before_it_is_needed(make_host: MakeHost) -> None:
    host = make_host()
    host.warm()
    until(lambda: host.is_running)
    host.warm()
    pid = host.pid
    assert numbers(host, to=1) == [0]
    assert host.pid == pid


def test_the_engine_steps_back(make_host: MakeHost) -> None:
    [reply] = make_host().stream(Turn(), "about")
    assert reply.values["nice"] == os.nice(0) + 5
    assert reply.values["threads"] == 2
    assert reply.values["omp"] == "2"


def test_a_dead_engine_is_told_and_comes_back(make_host: MakeHost) -> None:
    host = make_host()
    replies = host.stream(Turn(), "die")
    assert next(replies).values == {"number": 0}
    with pytest.raises(EngineError) as caught:
        next(replies)
    assert caught.value.code == "engine.died"
    assert caught.value.sentence == (
        "The engine stopped unexpectedly. Try again: it starts by itself."
    )
    assert numbers(host, to=2) == [0, 1]


def test_an_engine_killed_while_idle_is_not_noticed(make_host: MakeHost) -> None:
    host = make_host()
    numbers(host, to=1)
    assert host.pid is not None
    os.kill(host.pid, signal.SIGKILL)
    until(lambda: host.pid is None)
    assert numbers(host, to=2) == [0, 1]


def test_a_stopped_engine_is_killed_and_told(make_host: MakeHost) -> None:
    host = make_host(answer_seconds=0.5)
    numbers(host, to=1)
    assert host.pid is not None
    os.kill(host.pid, signal.SIGSTOP)
    with pytest.raises(EngineError) as caught:
        list(host.stream(Turn(), "echo", payload=bytes(9_000_000)))
    assert caught.value.code == "engine.slow"
    assert numbers(host, to=2) == [0, 1]


def test_a_silent_engine_is_killed_and_told(make_host: MakeHost) -> None:
    host = make_host(answer_seconds=0.3)
    with pytest.raises(EngineError, match="took too long"):
        list(host.stream(Turn(), "sleep", {"seconds": 60}))
    assert numbers(host, to=1) == [0]


def test_a_fault_is_told_without_its_words(
    make_host: MakeHost, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    host = make_host()
    with pytest.raises(EngineError) as caught:
        list(host.stream(Turn(), "fail"))
    assert caught.value.code == "engine.failed"
    pid = host.pid
    assert numbers(host, to=1) == [0]
    assert host.pid == pid
    host.close()
    captured = capfd.readouterr()
    assert "secret" not in str(caught.value) + captured.out + captured.err + caplog.text
    assert "RuntimeError" in caplog.text


def test_an_engines_own_sentence_arrives(make_host: MakeHost) -> None:
    with pytest.raises(EngineError) as caught:
        list(make_host().stream(Turn(), "tell"))
    assert (caught.value.code, caught.value.sentence) == ("engine.told", "The engine says why.")


def test_missing_packages_are_told_each_time(make_host: MakeHost) -> None:
    host = make_host("lacks")
    for _ in range(4):
        with pytest.raises(EngineError) as caught:
            numbers(host, to=1)
        assert caught.value.code == "engine.missing"
        assert caught.value.sentence == "Install the engine."


def test_an_engine_that_dies_at_its_start_is_left_alone_for_a_while(
    make_host: MakeHost, caplog: pytest.LogCaptureFixture
) -> None:
    now = 1000.0
    host = make_host("dies", clock=lambda: now)

    def starts_after_asking() -> int:
        with pytest.raises(EngineError) as caught:
            numbers(host, to=1)
        assert caught.value.sentence == (
            "The engine can't be started. Run lookaloud doctor to find out more."
        )
        return caplog.text.count("did not start")

    assert [starts_after_asking() for _ in range(5)] == [1, 2, 3, 3, 3]
    now += BACK_OFF_SECONDS
    assert starts_after_asking() == 4


def test_an_engine_that_never_loads_is_killed(make_host: MakeHost) -> None:
    host = make_host("slow", start_seconds=0.5)
    with pytest.raises(EngineError) as caught:
        numbers(host, to=1)
    assert caught.value.code == "engine.slow"
    assert host.pid is None


def test_a_cancelled_turn_leaves_at_once_and_the_next_is_clean(make_host: MakeHost) -> None:
    host = make_host()
    turn = Turn()
    replies = host.stream(turn, "count", {"to": 1000, "pause": 0.05})
    assert next(replies).values == {"number": 0}
    pid = host.pid
    turn.cancel()
    with pytest.raises(TurnCancelled):
        next(replies)
    assert numbers(host, to=3) == [0, 1, 2]
    assert host.pid == pid


def test_cancel_wakes_a_turn_that_waits_for_a_reply(make_host: MakeHost) -> None:
    host = make_host()
    numbers(host, to=1)
    turn = Turn()
    threading.Timer(0.2, turn.cancel).start()
    started = time.perf_counter()
    with pytest.raises(TurnCancelled):
        list(host.stream(turn, "sleep", {"seconds": 1.5}))
    assert time.perf_counter() - started < 1


def test_cancel_wakes_a_turn_that_waits_for_the_start(make_host: MakeHost) -> None:
    host = make_host("slow")
    turn = Turn()
    threading.Timer(0.2, turn.cancel).start()
    with pytest.raises(TurnCancelled):
        numbers(host, turn, to=1)


def test_a_turn_cancelled_before_sends_nothing(make_host: MakeHost) -> None:
    host = make_host()
    turn = Turn()
    turn.cancel()
    with pytest.raises(TurnCancelled):
        numbers(host, turn, to=1)
    assert host.pid is None


def test_an_engine_that_does_not_rest_is_killed(make_host: MakeHost) -> None:
    host = make_host(cancel_seconds=0.3)
    numbers(host, to=1)
    pid = host.pid
    turn = Turn()
    threading.Timer(0.1, turn.cancel).start()
    with pytest.raises(TurnCancelled):
        list(host.stream(turn, "sleep", {"seconds": 60}))
    assert numbers(host, to=2) == [0, 1]
    assert host.pid != pid


def test_a_caller_that_stops_reading_frees_the_engine(make_host: MakeHost) -> None:
    host = make_host()
    replies = host.stream(Turn(), "count", {"to": 1000, "pause": 0.05})
    next(replies)
    replies.close()  # type: ignore[attr-defined]
    assert numbers(host, to=2) == [0, 1]


def test_of_three_quick_turns_only_the_newest_is_answered(make_host: MakeHost) -> None:
    host = make_host()
    turns = [Turn(), Turn(), Turn()]
    answers: dict[int, object] = {}

    def ask(number: int) -> None:
        try:
            answers[number] = numbers(host, turns[number], to=20, pause=0.02)
        except TurnCancelled:
            answers[number] = "cancelled"

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for number, thread in enumerate(threads):
        if number:
            turns[number - 1].cancel()
        thread.start()
        time.sleep(0.1)
    for thread in threads:
        thread.join(10)
    assert answers == {0: "cancelled", 1: "cancelled", 2: list(range(20))}


def test_turns_that_are_not_cancelled_are_answered_one_after_the_other(
    make_host: MakeHost,
) -> None:
    host = make_host()
    answers: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(numbers(host, to=5, pause=0.01)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert answers == [list(range(5))] * 4


def test_a_quiet_engine_is_unloaded(make_host: MakeHost) -> None:
    host = make_host(idle_seconds=0.3)
    numbers(host, to=1)
    assert host.pid is not None
    until(lambda: host.pid is None)
    assert numbers(host, to=2) == [0, 1]


def test_a_closed_host_ends_its_process_and_says_so(make_host: MakeHost) -> None:
    host = make_host()
    numbers(host, to=1)
    assert host.pid is not None
    child = psutil.Process(host.pid)
    host.close()
    child.wait(5)
    with pytest.raises(EngineError, match="switched off"):
        numbers(host, to=1)
    host.close()


def test_close_ends_a_request_under_way(make_host: MakeHost) -> None:
    host = make_host()
    replies = host.stream(Turn(), "count", {"to": 1000, "pause": 0.05})
    next(replies)
    threading.Timer(0.2, host.close).start()
    with pytest.raises(EngineError, match="switched off"):
        list(replies)


@pytest.mark.parametrize("engine", ["ScriptedEngine", "slow"])
def test_the_engine_dies_with_the_program(engine: str) -> None:
    code = (
        "import sys, time\n"
        "from assistant.models.host import EngineHost, EngineSpec\n"
        f"host = EngineHost(EngineSpec('E', 'scripted_engine:{engine}', 'Install.'))\n"
        "host.warm()\n"
        f"while not (host.is_running or ({engine!r} == 'slow' and host.pid)):\n"
        "    time.sleep(0.01)\n"
        "print(host.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parents[2]}"}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment
    ) as program:
        assert program.stdout is not None
        child = psutil.Process(int(program.stdout.readline()))
        program.kill()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_program_that_ends_without_closing_leaves_nothing() -> None:
    code = (
        "from assistant.models.host import EngineHost, EngineSpec\n"
        "from assistant.turn import Turn\n"
        "host = EngineHost(EngineSpec('E', 'scripted_engine:ScriptedEngine', 'Install.'))\n"
        "[reply] = host.stream(Turn(), 'about')\n"
        "print(reply.values['pid'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parents[2]}"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    until(lambda: not psutil.pid_exists(int(done.stdout)))
