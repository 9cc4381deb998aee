"""What large pictures took is given back, however many threads took it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from assistant import heap

pytestmark = pytest.mark.unit

PICTURES = """
import sys, threading
from assistant import heap
if sys.argv[1] == "set":
    heap.give_back_large_pieces()

def megabytes():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024

def take():
    pieces = [bytearray(b"x") * 33_177_600 for _ in range(3)]  # of one 4K picture
    pieces.pop(1)
    kept.append(bytearray(b"x") * 200_000)  # which may lie above what is given back

kept = []
before = megabytes()
for _ in range(6):
    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(megabytes() - before)
"""


def grown(how: str) -> int:
    """Megabytes that a process keeps after the pictures are gone."""
    done = subprocess.run(
        [sys.executable, "-c", PICTURES, how], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it")
def test_large_pictures_leave_nothing_behind() -> None:
    assert grown("set") < 30
    assert grown("unset") > 60


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap.ctypes, "CDLL", lambda _: object())
    heap.give_back_large_pieces()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(heap.ctypes, "CDLL")
    heap.give_back_large_pieces()
