"""Owns the clipboard as badly as asked, for tests. Run as a program of its own.

usage: clipboard_owner.py [--piece BYTES] [--stop-after PIECES] [--silent] TARGET=FILE...
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol.event import SelectionNotify


class Owner:
    """Answers requests for the clipboard."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.display = Display()
        self.window = self.display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self.contents = {
            self.display.get_atom(name): Path(path).read_bytes()
            for name, _, path in (item.rpartition("=") for item in options.contents)
        }
        clipboard = self.display.get_atom("CLIPBOARD")
        self.window.set_selection_owner(clipboard, X.CurrentTime)
        assert self.display.get_selection_owner(clipboard) == self.window
        print("ready", flush=True)

    def run(self) -> None:
        while True:
            event = self.display.next_event()
            if event.type == X.SelectionRequest and not self.options.silent:
                self.answer(event)

    def answer(self, event: Any) -> None:
        place = event.property
        if event.target == self.display.get_atom("TARGETS"):
            atoms = [event.target, *self.contents]
            event.requestor.change_property(place, Xatom.ATOM, 32, atoms)
            self.notify(event, place)
        elif event.target not in self.contents:
            self.notify(event, X.NONE)
        elif self.options.piece:
            self.send_pieces(event, self.contents[event.target])
        else:
            data = self.contents[event.target]
            event.requestor.change_property(place, event.target, 8, data)
            self.notify(event, place)

    def notify(self, event: Any, place: int) -> None:
        answer = SelectionNotify(
            time=event.time,
            requestor=event.requestor,
            selection=event.selection,
            target=event.target,
            property=place,
        )
        event.requestor.send_event(answer)
        self.display.flush()

    def send_pieces(self, event: Any, data: bytes) -> None:
        window, place, size = event.requestor, event.property, self.options.piece
        window.change_attributes(event_mask=X.PropertyChangeMask)
        window.change_property(place, self.display.get_atom("INCR"), 32, [len(data)])
        self.notify(event, place)
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        for number, piece in enumerate([*pieces, b""]):
            self.wait_deleted(place)
            if number == self.options.stop_after:
                print("stopped", flush=True)
                return
            window.change_property(place, event.target, 8, piece)
            self.display.flush()

    def wait_deleted(self, place: int) -> None:
        while True:
            event = self.display.next_event()
            is_place = event.type == X.PropertyNotify and event.atom == place
            if is_place and event.state == X.PropertyDelete:
                return


parser = argparse.ArgumentParser()
parser.add_argument("--piece", type=int, default=0)
parser.add_argument("--stop-after", type=int, default=-1)
parser.add_argument("--silent", action="store_true")
parser.add_argument("contents", nargs="*")
Owner(parser.parse_args()).run()
