"""Prints what the window in front reports: python -m assistant.perceive.accessibility [SECONDS].

For developers. SECONDS is how long to wait before, to bring another window to the front.
"""

from __future__ import annotations

import sys
import time

from Xlib import X, display
from Xlib.xobject.drawable import Window as XWindow

from assistant.errors import AssistantError
from assistant.perceive.accessibility.choose import choose
from assistant.perceive.accessibility.outline import lines
from assistant.turn import Turn
from assistant.types import Bounds, Window


def active_window() -> Window | None:
    """Return the X11 window in front."""
    screen = display.Display()
    try:
        return _active_window(screen)
    finally:
        screen.close()


def _active_window(screen: display.Display) -> Window | None:
    root = screen.screen().root

    def property_of(window: XWindow, name: str) -> list[int] | bytes | None:
        found = window.get_full_property(screen.intern_atom(name), X.AnyPropertyType)
        return found.value if found is not None else None

    handles = property_of(root, "_NET_ACTIVE_WINDOW")
    if not handles or not handles[0]:
        return None
    window = screen.create_resource_object("window", handles[0])
    title = property_of(window, "_NET_WM_NAME") or b""
    pids = property_of(window, "_NET_WM_PID")
    size, place = window.get_geometry(), root.translate_coords(window, 0, 0)
    return Window(
        handle=handles[0],
        title=bytes(title).decode("utf-8", "replace"),
        program="",
        pid=pids[0] if pids else None,
        bounds=Bounds(place.x, place.y, size.width, size.height),
    )


def main() -> None:
    """Print glance, tree and the time they took."""
    time.sleep(float(sys.argv[1]) if len(sys.argv) > 1 else 0)
    window = active_window()
    if window is None:
        sys.exit("No window is in front.")
    reader, turn = choose(), Turn()
    try:
        started = time.perf_counter()
        glance = reader.glance(turn, window)
        glanced = time.perf_counter()
        tree = reader.read(turn, window)
        ended = time.perf_counter()
    except AssistantError as error:
        sys.exit(str(error))
    finally:
        reader.close()
    write = sys.stdout.write
    write(f"{glance.role} {glance.title!r} of {glance.program!r}\n")
    for alert in glance.alerts:
        write(f"alert: {next(lines(alert))}\n")
    for line in lines(glance.focus) if glance.focus else ():
        write(f"focus: {line}\n")
    for line in lines(tree) if tree else ("(nothing)",):
        write(line + "\n")
    milliseconds = [1000 * (glanced - started), 1000 * (ended - glanced)]
    write("glance {:.1f} ms, tree {:.1f} ms\n".format(*milliseconds))


if __name__ == "__main__":
    main()
