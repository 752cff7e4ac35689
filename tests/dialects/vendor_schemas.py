"""The vendors' own schemas, out of the copy that the installed `llm-comply` carries.

A test asks for `validator("anthropic", "Message")` and gets a function that raises `AssertionError`
naming every place where a value departs from that schema.
"""

import functools
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Literal

import jsonschema
import referencing
import referencing.jsonschema

Spec = Literal["anthropic", "openai_chat", "openresponses"]

_BASE = "urn:vendor"


@functools.cache
def schema_names(spec: Spec) -> frozenset[str]:
    """The names that `validator` takes."""
    return frozenset(_document(spec)["components"]["schemas"])


@functools.cache
def validator(spec: Spec, schema: str) -> Callable[[Any], None]:
    """A check against `components/schemas/<schema>` of the vendor's OpenAPI document `spec`.

    Raises `KeyError` where the document has no such schema.
    """
    if schema not in schema_names(spec):
        raise KeyError(f"{spec} has no schema {schema}")
    checker = jsonschema.Draft202012Validator(
        {"$ref": f"{_BASE}:{spec}#/components/schemas/{schema}"}, registry=_registry(spec)
    )

    def check(value: Any) -> None:
        errors = [_told(error) for error in checker.iter_errors(value)]
        assert not errors, f"{schema}: " + "; ".join(errors)

    return check


def _told(error: jsonschema.ValidationError) -> str:
    deepest = jsonschema.exceptions.best_match([error])
    found = deepest if deepest is not None else error
    place = ".".join(str(step) for step in found.absolute_path)
    return f"{place or '(root)'}: {found.message[:300]}"


@functools.cache
def _registry(spec: Spec) -> referencing.Registry[Any]:
    resource = referencing.Resource.from_contents(
        _document(spec), default_specification=referencing.jsonschema.DRAFT202012
    )
    empty: referencing.Registry[Any] = referencing.Registry()
    registry: referencing.Registry[Any] = empty.with_resource(f"{_BASE}:{spec}", resource)
    return registry


@functools.cache
def _document(spec: Spec) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        (files("llm_comply") / "specs" / f"{spec}.json").read_text()
    )
    _spell_nullable(document["components"])
    return document


def _spell_nullable(node: Any) -> None:
    # "nullable" is OpenAPI 3.0's word and means nothing to JSON schema.
    if isinstance(node, list):
        for item in node:
            _spell_nullable(item)
    elif isinstance(node, dict):
        for item in node.values():
            _spell_nullable(item)
        if node.get("nullable") is True:
            del node["nullable"]
            if isinstance(node.get("type"), str):
                node["type"] = [node["type"], "null"]
            if "enum" in node and None not in node["enum"]:
                node["enum"] = [*node["enum"], None]
