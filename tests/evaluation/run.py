"""Measures answers from what is written, with no model, on screens of real programs.

Run with `.venv/bin/python tests/evaluation/run.py [--part a|b|c|d|all] [--pixels] [--screen NAME]
[--show wrong|all] [--json FILE] [--fresh]`. See docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "scripts"), str(_ROOT / "tests")]

from evaluation.asking import Record, Sight, ask_screen  # noqa: E402 - found on the path above
from evaluation.report import details, table  # noqa: E402 - as above
from evaluation.screens import load_all  # noqa: E402 - as above
from evaluation.shoot import shots  # noqa: E402 - as above


def main() -> None:
    options = _options()
    screens = load_all(options.part, tuple(options.screen))
    sights = [Sight.PIXELS] if options.pixels else list(Sight)
    records: list[Record] = []
    for screen, shot in shots(screens, is_fresh=options.fresh):
        for sight in sights:
            records.extend(ask_screen(screen, shot, sight))
    if options.show:
        for line in details(records, only_wrong=options.show == "wrong"):
            print(line)
    print(table(screens, records))
    if options.json:
        kept = [record.as_json() for record in records]
        Path(options.json).write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("a", "b", "c", "d", "all"), default="all")
    parser.add_argument("--pixels", action="store_true", help="from recognized text alone")
    parser.add_argument("--screen", action="append", default=[], metavar="NAME")
    parser.add_argument("--show", choices=("wrong", "all"), help="print questions and answers")
    parser.add_argument("--json", metavar="FILE", help="write every answer to a file")
    parser.add_argument("--fresh", action="store_true", help="show all screens anew")
    return parser.parse_args()


if __name__ == "__main__":
    main()
