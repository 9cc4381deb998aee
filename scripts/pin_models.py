#!/usr/bin/env python3
"""Writes down which commit of each model is fetched, and the hash of each of its files.

For maintainers, with a network: asks the hub about every model of the catalogue (or those named)
and writes assistant/models/pins.json. A commit that is pinned stays, and only hashes that are not
known yet are added; --newest moves on to the newest commit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from assistant.errors import ModelError  # noqa: E402 - found beside this script
from assistant.models import catalog, hub  # noqa: E402
from assistant.models.catalog import Model, ModelFile  # noqa: E402
from assistant.models.install import agreed  # noqa: E402
from assistant.models.manifest import Digest  # noqa: E402


def known(name: str) -> Model:
    """Return the model of that name. Raises ModelError."""
    model = catalog.find(name)
    if model is None:
        raise ModelError("models.name", "there is no such model.")
    return model


def pin(model: Model, *, is_newest: bool) -> dict[str, Any]:
    """Return the commit of the model and its files with their hashes. Raises ModelError."""
    if is_newest:
        model = replace(model, revision="", files=())
    revision, listed = hub.listing(model, model.revision)
    files = [with_sha256(model, revision, file) for file in agreed(model, listed)]
    entries = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in files]
    return {"revision": revision, "files": sorted(entries, key=lambda entry: entry["name"])}


def with_sha256(model: Model, revision: str, file: ModelFile) -> ModelFile:
    """Return the file with its sha256; a small one is fetched and checked for that."""
    if file.sha256:
        return file
    taken = Digest(file)
    with hub.stream(model, revision, file.name, 0) as (_, chunks):
        for chunk in chunks:
            taken.update(chunk)
    if not taken.is_right:
        raise ModelError("models.wrong_file", f"{file.name} of {model.id} came damaged.")
    return replace(file, sha256=taken.sha256)


def main(arguments: Sequence[str] | None = None) -> int:
    """Pin the models; one that fails is told, and keeps what it had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", help="only these models")
    parser.add_argument("--newest", action="store_true", help="move on to the newest commits")
    parser.add_argument("--file", type=Path, default=catalog.PINS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    pins = json.loads(options.file.read_text("utf-8"))
    failed = 0
    for name in options.ids or catalog.models():
        try:
            model = known(name)
            pins[model.id] = pin(model, is_newest=options.newest)
            print(f"{name}: {pins[model.id]['revision']}")
        except ModelError as error:
            failed += 1
            print(f"{name}: {error.sentence}", file=sys.stderr)
    ordered = {name: pins[name] for name in catalog.models() if name in pins}
    options.file.write_text(json.dumps(ordered, indent=2) + "\n", "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
