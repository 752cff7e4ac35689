"""A value that satisfies a JSON schema: the smallest that is still an example of it."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

Hint = Callable[[str], str | None]  # from a property's name to a fitting text

_DEEPEST = 12  # levels after which optional branches are left out, for schemas that name themselves
_MOST_STEPS = 5000  # for schemas that branch as they go down
_MOST_ITEMS = 100
_LONGEST = 10_000  # characters
_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "email": "demo@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_PATTERN_TRIES: tuple[str, ...] = (
    *("demo", "a", "A", "1", "0", "12", "123", "1234", "AB", "ABC", "a1", "/", "/demo"),
    *_FORMATS.values(),
)


def sample(schema: Mapping[str, Any] | bool, hint: Hint = lambda _: None, name: str = "") -> Any:
    """A value for `schema`; `hint` may suggest the text of a string property by its name.

    Local references, combinations, bounds, formats and common patterns are kept; a schema that
    nothing satisfies gets a plain value of its type, and one that is no schema an empty object.
    """
    root = schema if isinstance(schema, Mapping) else {}
    try:
        return _Sampler(root, hint).value(schema, name, 0)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return {}


class _Sampler:
    def __init__(self, root: Mapping[str, Any], hint: Hint) -> None:
        self._root = root
        self._hint = hint
        self._steps = 0

    def value(self, schema: Any, name: str, depth: int) -> Any:
        schema = self._resolved(schema, 0)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return self._chosen(schema["enum"], name)
        match self._type(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "string":
                return self._string(schema, name)
            case "integer":
                return int(_number(schema, whole=True))
            case "number":
                return _number(schema, whole=False)
            case "boolean":
                return bool(schema.get("default", True))
            case _:
                return None

    def _resolved(self, schema: Any, level: int) -> Mapping[str, Any]:
        """`schema` with its references followed and its combinations made one."""
        for _ in range(_DEEPEST - level):
            self._steps += 1
            if self._steps > _MOST_STEPS:
                break
            if not isinstance(schema, Mapping):
                return {"type": "string"} if schema is not False else {"type": "null"}
            if "$ref" in schema:
                rest = {key: value for key, value in schema.items() if key != "$ref"}
                schema = _merged(self._referenced(schema["$ref"]), rest)
            elif isinstance(schema.get("allOf"), list):
                rest = {key: value for key, value in schema.items() if key != "allOf"}
                for part in schema["allOf"]:
                    rest = _merged(rest, self._resolved(part, level + 1))
                schema = rest
            elif options := schema.get("anyOf") or schema.get("oneOf"):
                rest = {k: v for k, v in schema.items() if k not in ("anyOf", "oneOf")}
                real = [each for each in options if self._type(each) != "null"]
                schema = _merged(rest, self._resolved((real or options)[0], level + 1))
            else:
                return schema
        return {"type": "null"}

    def _referenced(self, reference: Any) -> Mapping[str, Any]:
        found: Any = self._root
        for step in str(reference).removeprefix("#").split("/"):
            if not step:
                continue
            step = step.replace("~1", "/").replace("~0", "~")
            found = found.get(step) if isinstance(found, Mapping) else None
        return found if isinstance(found, Mapping) else {}

    @staticmethod
    def _type(schema: Any) -> str:
        if not isinstance(schema, Mapping):
            return "string"
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((each for each in kind if each != "null"), "null")
        if isinstance(kind, str):
            return kind
        for word, implied in (
            ("properties", "object"),
            ("additionalProperties", "object"),
            ("items", "array"),
            ("minimum", "number"),
            ("maximum", "number"),
        ):
            if word in schema:
                return implied
        return "string"

    def _chosen(self, options: list[Any], name: str) -> Any:
        hinted = (self._hint(name) or "").lower()
        for option in options:
            if isinstance(option, str) and hinted and option.lower() == hinted:
                return option
        return next((option for option in options if option is not None), options[0])

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties") or {}
        required = [name for name in schema.get("required") or () if isinstance(name, str)]
        names = list(dict.fromkeys(required))
        if not names and depth == 0:
            names = list(properties)[:1]
        least = min(int(schema.get("minProperties") or 0), _MOST_ITEMS)
        short = least - len(names)
        names += [name for name in properties if name not in names][: max(short, 0)]
        if depth > _DEEPEST:
            names = required
        result = {
            name: self.value(properties.get(name, {}), name, depth + 1)
            for name in names
            if depth <= 2 * _DEEPEST
        }
        while len(result) < least:
            extra = schema.get("additionalProperties")
            result[f"key{len(result) + 1}"] = self.value(extra, "", depth + 1)
        return result

    def _array(self, schema: Mapping[str, Any], name: str, depth: int) -> list[Any]:
        first = list(schema.get("prefixItems") or ())
        least = min(int(schema.get("minItems") or 0), _MOST_ITEMS)
        count = max(least, 0 if depth > _DEEPEST // 2 or schema.get("maxItems") == 0 else 1)
        if first:
            count = max(len(first), least)
        items = [
            self.value(first[i] if i < len(first) else schema.get("items", {}), name, depth + 1)
            for i in range(count)
        ]
        if schema.get("uniqueItems") and count > 1:
            return _distinct(items, schema.get("items"))
        return items

    def _string(self, schema: Mapping[str, Any], name: str) -> str:
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        low, high = min(int(schema.get("minLength") or 0), _LONGEST), schema.get("maxLength")
        text = self._hint(name)
        if text is None:
            text = schema["default"] if isinstance(schema.get("default"), str) else name or "demo"
        if isinstance(schema.get("pattern"), str):
            text = _matching(schema["pattern"], text, low)
        text += "." * (low - len(text))
        return text if high is None else text[: int(high)]


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    result = {**first, **second}
    if "properties" in first and "properties" in second:
        result["properties"] = {**first["properties"], **second["properties"]}
    if "required" in first and "required" in second:
        result["required"] = [*first["required"], *second["required"]]
    return result


def _number(schema: Mapping[str, Any], *, whole: bool) -> float:
    step = schema.get("multipleOf") or (1 if whole else 0)
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    value: float = 1
    if isinstance(schema.get("default"), int | float):
        value = schema["default"]
    bump = step or 0.5
    if isinstance(high, int | float):
        value = min(value, high)
    if isinstance(below, int | float) and not isinstance(below, bool) and value >= below:
        value = below - bump
    if isinstance(low, int | float):
        value = max(value, low)
    if isinstance(above, int | float) and not isinstance(above, bool) and value <= above:
        value = above + bump
    if step:
        value = math.ceil(value / step) * step
    return value


def _matching(pattern: str, text: str, low: int) -> str:
    try:
        wanted = re.compile(pattern)
    except re.error:
        return text
    for candidate in (text, *_PATTERN_TRIES, *(each * max(low, 8) for each in "a1A")):
        if len(candidate) >= low and wanted.search(candidate):
            return candidate
    return text


def _distinct(items: list[Any], schema: Any) -> list[Any]:
    options = schema.get("enum") if isinstance(schema, Mapping) else None
    if isinstance(options, list) and len(options) >= len(items):
        return options[: len(items)]
    return [
        f"{item}{i or ''}" if isinstance(item, str) else item + i if _is_number(item) else item
        for i, item in enumerate(items)
    ]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
