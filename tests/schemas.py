"""The JSON schemas of docs/schema, as validators that know each other."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).parents[1] / "docs" / "schema"


def validator(name: str) -> Draft202012Validator:
    """Return the validator of `name`.schema.json."""
    contents = {path.name: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
    for content in contents.values():
        Draft202012Validator.check_schema(content)
    known = [(key, Resource.from_contents(value)) for key, value in contents.items()]
    registry: Registry = Registry().with_resources(known)
    return Draft202012Validator(contents[f"{name}.schema.json"], registry=registry)
