"""A vision server that really looks: it names the colour and shape of the thing on the table.

It takes what most servers do, over loopback, and answers in the pace that it is told to. Its words
are as right as the picture that it got, so tests can tell an old picture from a new one.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import cv2
import numpy as np

from vision_server import DONE, event

COLOURS = {"red": (30, 30, 210), "blue": (200, 90, 30), "green": (50, 160, 40)}
"""In BGR, as tests/live_videos.py paints them."""


@dataclass
class Pace:
    """How quick the model is, in seconds."""

    first_word: float = 0.1
    word: float = 0.01
    is_dead: bool = False
    """Whether it refuses to answer."""


@dataclass
class SeeingServer:
    """Answers questions about pictures until it is closed."""

    pace: Pace = field(default_factory=Pace)
    asked: list[str] = field(default_factory=list)
    """What was asked, short and long, in order."""

    def __post_init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer._answer(self, json.loads(body))

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _answer(self, handler: BaseHTTPRequestHandler, asked: Any) -> None:
        if self.pace.is_dead:
            handler.send_error(503, "Loading model")
            return
        image, text = asked["messages"][-1]["content"]
        question = text["text"].splitlines()[-1]
        is_short = question.startswith("Name")
        self.asked.append("short" if is_short else "long" if "sentences" in question else question)
        words = answer(picture_of(image["image_url"]["url"]), is_short=is_short).split(" ")
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.end_headers()
        try:
            time.sleep(self.pace.first_word)
            for word in words:
                time.sleep(self.pace.word)
                handler.wfile.write(event(f"{word} "))
                handler.wfile.flush()
            handler.wfile.write(DONE)
        except OSError:
            pass  # whoever asked waits no longer


def picture_of(url: str) -> Any:
    data = base64.b64decode(url.partition(",")[2])
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def answer(picture: Any, *, is_short: bool) -> str:
    """Return what is on the picture, in a few words or two sentences."""
    thing = thing_on(picture)
    if is_short:
        return thing or "An empty table."
    if not thing:
        return "An empty wooden table."
    return f"{thing.removesuffix('.')} lies on a wooden table. Its edge is sharp."


def thing_on(picture: Any) -> str:
    """Return "A red ball." for the largest thing; empty for none."""
    found: list[tuple[float, str]] = []
    for colour, bgr in COLOURS.items():
        apart = np.abs(picture.astype(int) - bgr).max(axis=2)
        mask = (apart < 60).astype(np.uint8)
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for outline in outlines:
            area = cv2.contourArea(outline)
            if area < 0.004 * mask.size:
                continue
            _, (width, height), _ = cv2.minAreaRect(outline)
            shape = "box" if area > 0.89 * width * height else "ball"
            found.append((area, f"A {colour} {shape}."))
    return max(found, default=(0.0, ""))[1]
