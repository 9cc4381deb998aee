"""Starts code of this package in a process of its own, from a checkout or the installed program.

The installed program is frozen: it has no Python to give code to, so it starts itself, and
`installers/program.py` hands over to `run` before anything else is imported.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

MARK = "--child"
"""The first argument of a frozen program that is to run one module instead."""
_ROOT = str(Path(__file__).parent.parent)
_CODE = "import sys; sys.path.append(sys.argv.pop(1)); from assistant import child; child.run()"


def is_frozen() -> bool:
    """Return whether this is the installed program, which brings its own Python."""
    return bool(getattr(sys, "frozen", False))


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command line that calls `main` of a module with the arguments.

    `-P` keeps the working folder off the import path: a stray numpy.py there must not be run.
    """
    if is_frozen():
        return [sys.executable, MARK, module, *arguments]
    return [sys.executable, "-P", "-c", _CODE, _ROOT, module, *arguments]


def run() -> None:
    """Be the child: call `main` of the module that the command line names."""
    given = sys.argv[2:] if sys.argv[1] == MARK else sys.argv[1:]
    module, *arguments = given
    importlib.import_module(module).main(*arguments)


def prepare() -> None:
    """Keep the libraries of the installed program from the programs that it starts.

    They are the system's, and what they load must be, too.
    """
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        given = os.environ.pop(f"{name}_ORIG", None)
        if given is not None:
            os.environ[name] = given
        else:
            os.environ.pop(name, None)
