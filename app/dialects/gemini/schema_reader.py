"""A schema in the words of Gemini's `Schema` object, as JSON schema.

Its types are in capitals, null is a property of a type, and its integers may be strings
(ai.google.dev, API reference of Schema).
"""

from collections.abc import Mapping
from typing import Any

from app.dialects.gemini import fields

# Google's own limit is far below; deeper is an attack on the stack.
_DEEPEST = 64

_INTEGERS = frozenset(
    {"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"}
)
# Of OpenAPI, not of JSON schema: strict readers refuse a format that they do not know.
_FORMATS = frozenset({"enum", "int32", "int64", "float", "double"})
_RENAMED = {"ref": "$ref", "defs": "$defs"}


def json_schema(value: Any, where: str, depth: int = 0) -> dict[str, Any]:
    """The schema as JSON schema, with its order of properties laid into them.

    Raises `Refused` (BAD_REQUEST) where it is none, or nests too deeply.
    """
    if depth > _DEEPEST:
        fields.refuse(where, "it nests too deeply.")
    schema = fields.message(value, where)
    found: dict[str, Any] = {}
    for word, item in schema.items():
        at = f"{where}.{word}"
        match word:
            case "type":
                if kind := fields.word(item, at) if isinstance(item, str) else item:
                    found["type"] = kind.lower() if isinstance(kind, str) else kind
            case "properties":
                order = schema.get("propertyOrdering")
                found[word] = _properties(item, order, at, depth + 1)
            case "defs" | "$defs":
                found["$defs"] = _properties(item, None, at, depth + 1)
            case "items":
                found[word] = json_schema(item, at, depth + 1)
            case "anyOf":
                entries = fields.items(item, at)
                found[word] = [
                    json_schema(entry, f"{at}[{index}]", depth + 1)
                    for index, entry in enumerate(entries)
                ]
            case "additionalProperties" if isinstance(item, dict):
                found[word] = json_schema(item, at, depth + 1)
            case "format" if isinstance(item, str) and item in _FORMATS:
                pass
            case "example":
                found["examples"] = [item]
            case "nullable" | "propertyOrdering":
                pass
            case _ if word in _INTEGERS:
                found[word] = fields.integer(item, at)
            case _:
                found[_RENAMED.get(word, word)] = item
    return _nullable(found) if schema.get("nullable") is True else found


def _properties(value: Any, order: Any, where: str, depth: int) -> dict[str, Any]:
    """The schemas by name; the keys are the client's, in the order that it asks for."""
    named = fields.mapping(value, where)
    first = [name for name in order if name in named] if _are_names(order) else []
    names = dict.fromkeys([*first, *named])
    return {name: json_schema(named[name], f"{where}.{name}", depth) for name in names}


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _nullable(schema: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(schema)
    if isinstance(kind := found.get("type"), str):
        found["type"] = [kind, "null"]
    if isinstance(branches := found.get("anyOf"), list):
        found["anyOf"] = [*branches, {"type": "null"}]
    if isinstance(values := found.get("enum"), list):
        found["enum"] = [*values, None]
    return found
