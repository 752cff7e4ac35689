"""A tool's argument schema in the form that this wire takes: an object at its root."""

from collections.abc import Mapping
from typing import Any

_CHOICES = ("anyOf", "oneOf", "allOf")


def rooted(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The schema with an object at its root, and whether its meaning had to be loosened.

    Anthropic refuses `anyOf`, `oneOf` and `allOf` at the root. Wrapping it in a field would change
    the arguments that the client gets, so the branches' properties are laid into one object: all
    that any branch knows, required only where every branch requires it (for `allOf`, where one
    does).
    """
    loose = False
    target = _resolved(schema)
    if target is not schema:
        loose = True
        target = {**target, **{k: v for k, v in schema.items() if k != "$ref"}}
    if not any(isinstance(target.get(choice), list) for choice in _CHOICES):
        if target.get("type") == "object" and isinstance(target.get("properties", {}), Mapping):
            return target, loose
        properties = target.get("properties")
        laid = {**target, "type": "object"}
        laid["properties"] = properties if isinstance(properties, Mapping) else {}
        return laid, loose or target.get("type") not in (None, "object")
    return _flattened(target, schema), True


def _flattened(target: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for choice in _CHOICES:
        branches = target.get(choice)
        if not isinstance(branches, list):
            continue
        read = [_resolved(branch, root) for branch in branches if isinstance(branch, Mapping)]
        for branch in read:
            for name, schema in _mapping(branch.get("properties")).items():
                properties.setdefault(name, schema)
        needed = [_names(branch.get("required")) for branch in read]
        if choice == "allOf":
            required += [name for names in needed for name in names]
        elif needed:
            required += [name for name in needed[0] if all(name in names for names in needed)]
    laid = {key: value for key, value in target.items() if key not in _CHOICES}
    laid["type"] = "object"
    laid["properties"] = {**_mapping(target.get("properties")), **properties}
    names = list(dict.fromkeys([*_names(target.get("required")), *required]))
    if names:
        laid["required"] = names
    return laid


def _resolved(
    schema: Mapping[str, Any], root: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """The schema that a local `$ref` at its root names, or itself."""
    reference = schema.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return schema
    found: Any = schema if root is None else root
    for step in reference[2:].split("/"):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else schema


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _names(value: Any) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
