"""Work on threads of their own: late work is left, a cancelled turn comes back at once."""

from __future__ import annotations

import threading

import pytest

from assistant.perceive.accessibility.uia_worker import Closed, Late, Workers
from assistant.turn import Turn, TurnCancelled

pytestmark = pytest.mark.unit


class Client:
    """Knows the thread that made it."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()


def test_a_client_is_used_on_the_thread_that_made_it() -> None:
    workers = Workers(Client)
    threads = [
        workers.run(Turn(), 5, lambda client: (client.thread, threading.get_ident()))
        for _ in range(3)
    ]
    assert len(set(threads)) == 1
    made, used = threads[0]
    assert made == used != threading.get_ident()
    workers.close()


def test_what_the_work_raises_is_raised_and_the_worker_goes_on() -> None:
    workers = Workers(Client)

    def fail(_: Client) -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        workers.run(Turn(), 5, fail)
    first = workers.run(Turn(), 5, lambda client: client.thread)
    assert workers.run(Turn(), 5, lambda client: client.thread) == first
    workers.close()


def test_late_work_is_left_and_another_worker_takes_over() -> None:
    workers, goes_on, is_over = Workers(Client), threading.Event(), threading.Event()

    def hang(_: Client) -> None:
        goes_on.wait(10)
        is_over.set()

    with pytest.raises(Late):
        workers.run(Turn(), 0.05, hang)
    assert workers.run(Turn(), 5, lambda _: "read") == "read"
    goes_on.set()
    assert is_over.wait(5)
    workers.close()


def test_a_cancelled_turn_comes_back_before_the_work_is_done() -> None:
    workers, goes_on, turn = Workers(Client), threading.Event(), Turn()

    def cancel_and_hang(_: Client) -> None:
        turn.cancel()
        goes_on.wait(10)

    with pytest.raises(TurnCancelled):
        workers.run(turn, 9, cancel_and_hang)
    with pytest.raises(TurnCancelled):
        workers.run(turn, 9, lambda _: None)
    goes_on.set()
    workers.close()


def test_a_client_that_can_not_connect_says_so() -> None:
    def refuse() -> Client:
        raise OSError("no library")

    workers = Workers(refuse)
    with pytest.raises(OSError, match="no library"):
        workers.run(Turn(), 5, lambda client: client.thread)
    workers.close()


def test_closed_workers_do_nothing() -> None:
    workers = Workers(Client)
    workers.close()
    with pytest.raises(Closed):
        workers.run(Turn(), 5, lambda client: client.thread)
