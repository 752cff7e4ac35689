"""A tool's argument schema as the target takes it.

Ordinary targets get the client's schema as it is, but for a root that says nothing: OpenAI and most
others refuse parameters without a type. Two kinds of server know fewer words: Gemini's, and those
that compile a schema into a grammar (llama.cpp, LM Studio).
"""

from collections.abc import Mapping
from typing import Any, Literal

Subset = Literal["full", "gemini", "grammar"]
Schema = Mapping[str, Any]

_DEEPEST = 40
_MOST = 20_000  # schemas that one may grow to where its references are laid in

_NO_GRAMMAR = frozenset(
    {"$schema", "$id", "pattern", "format", "not", "if", "then", "else", "propertyNames"}
    | {"patternProperties", "dependentSchemas", "dependentRequired", "unevaluatedProperties"}
    | {"minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "contains", "examples"}
)
_GEMINI = frozenset(
    {"type", "format", "title", "description", "nullable", "enum", "items", "minItems", "maxItems"}
    | {"properties", "required", "minProperties", "maxProperties", "minLength", "maxLength"}
    | {"pattern", "minimum", "maximum", "anyOf"}
)
_GEMINI_FORMATS = frozenset({"enum", "date-time", "int32", "int64", "float", "double"})


def parameters(schema: Schema, subset: Subset) -> Schema:
    """The `parameters` of a function; the same object where nothing had to change."""
    if subset == "gemini":
        schema = _gemini(schema)
    elif subset == "grammar":
        schema = _without(schema, _NO_GRAMMAR, 0)
    properties = schema.get("properties")
    if schema.get("type") == "object" and isinstance(properties, Mapping):
        return schema
    rooted = {"type": "object", **schema}
    if rooted["type"] is None:
        rooted["type"] = "object"
    if rooted["type"] == "object" and not isinstance(properties, Mapping):
        rooted["properties"] = {}
    return rooted


def answer_schema(schema: Schema, subset: Subset) -> Schema:
    """The schema of a structured answer."""
    match subset:
        case "full":
            return schema
        case "gemini":
            return _gemini(schema)
        case "grammar":
            return dict(_without(schema, _NO_GRAMMAR, 0))


def fits_strict(schema: Any, depth: int = 0) -> bool:
    """Whether OpenAI's strict mode takes the schema: closed objects, every property required."""
    if depth > _DEEPEST or not isinstance(schema, Mapping):
        return depth <= _DEEPEST
    properties = schema.get("properties")
    if schema.get("type") == "object" or properties is not None:
        if schema.get("additionalProperties") is not False or not isinstance(properties, Mapping):
            return False
        required = schema.get("required", [])
        if not isinstance(required, list) or any(name not in required for name in properties):
            return False
    inner: list[Any] = []
    for word in ("properties", "$defs", "definitions"):
        group = schema.get(word)
        inner += group.values() if isinstance(group, Mapping) else ()
    for word in ("anyOf", "oneOf", "allOf"):
        group = schema.get(word)
        inner += group if isinstance(group, list) else ()
    inner.append(schema.get("items"))
    return all(fits_strict(item, depth + 1) for item in inner)


def _without(schema: Any, words: frozenset[str], depth: int) -> Any:
    """The schema without some keywords; names of properties are not keywords."""
    if depth > _DEEPEST:
        return {}
    if isinstance(schema, list):
        return [_without(item, words, depth + 1) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept: dict[str, Any] = {}
    for word, value in schema.items():
        if word in words:
            continue
        if word in ("properties", "$defs", "definitions") and isinstance(value, Mapping):
            kept[word] = {name: _without(item, words, depth + 1) for name, item in value.items()}
        elif word in ("enum", "const", "default", "required"):
            kept[word] = value
        else:
            kept[word] = _without(value, words, depth + 1)
    return kept


def _gemini(schema: Schema) -> dict[str, Any]:
    """The schema in the words of Gemini's `Schema` object, references laid in."""
    return _Gemini(schema).cleaned(schema, 0, frozenset())


class _Gemini:
    """Cleans one schema; `root` is what its references lead into.

    A reference that leads back to itself ends in any object, and so does a schema whose references
    would make it larger than `_MOST` schemas.
    """

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._left = _MOST

    def cleaned(self, schema: Any, depth: int, within: frozenset[str]) -> dict[str, Any]:
        """The schema, which stands `depth` deep and within these references."""
        if not isinstance(schema, Mapping):
            return {}
        self._left -= 1
        reference = schema.get("$ref")
        if depth > _DEEPEST or self._left < 0 or reference in within:
            return {"type": "object"}
        if isinstance(reference, str):
            within |= {reference}
        kept: dict[str, Any] = {}
        for word, value in _merged(_resolved(schema, self._root)).items():
            match word:
                case "properties" if isinstance(value, Mapping):
                    kept[word] = {n: self.cleaned(v, depth + 1, within) for n, v in value.items()}
                case "items":
                    kept[word] = self.cleaned(value, depth + 1, within)
                case "anyOf" | "oneOf" if isinstance(value, list):
                    self._either([self.cleaned(v, depth + 1, within) for v in value], kept)
                case _:
                    _plain(word, value, kept)
        properties, required = kept.get("properties"), kept.get("required")
        if isinstance(required, list):
            names = properties if isinstance(properties, Mapping) else {}
            kept["required"] = [name for name in required if name in names]
        return kept

    def _either(self, branches: list[dict[str, Any]], kept: dict[str, Any]) -> None:
        """One of several; a branch that is null makes the rest nullable."""
        named = [branch for branch in branches if branch.get("type") != "null"]
        if len(named) < len(branches):
            kept["nullable"] = True
        if len(named) == 1 and len(named) < len(branches):
            for word, value in named[0].items():
                kept.setdefault(word, value)
        elif named:
            kept["anyOf"] = named


def _plain(word: str, value: Any, kept: dict[str, Any]) -> None:
    """A word of a schema that holds no other schema."""
    match word:
        case "const" if isinstance(value, str):
            kept["enum"] = [value]
        case "enum" if isinstance(value, list):
            if value and all(isinstance(item, str) for item in value):
                kept[word] = value
        case "type" if isinstance(value, list):
            named = [item for item in value if item != "null"]
            kept["type"] = named[0] if named else "string"
            if len(named) < len(value):
                kept["nullable"] = True
        case "format":
            if value in _GEMINI_FORMATS:
                kept[word] = value
        case _ if word in _GEMINI:
            kept[word] = value


def _resolved(schema: Schema, root: Schema) -> Schema:
    """The schema that a local `$ref` names, with what stands beside the reference."""
    reference = schema.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#"):
        return schema
    found: Any = root
    for step in reference[1:].split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        found = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        return schema
    return {**found, **{word: value for word, value in schema.items() if word != "$ref"}}


def _merged(schema: Schema) -> Schema:
    """The schema with the objects of an `allOf` laid into it."""
    branches = schema.get("allOf")
    if not isinstance(branches, list):
        return schema
    merged = {word: value for word, value in schema.items() if word != "allOf"}
    for branch in branches:
        if not isinstance(branch, Mapping):
            continue
        for word, value in branch.items():
            before = merged.get(word)
            if isinstance(before, Mapping) and isinstance(value, Mapping):
                merged[word] = {**before, **value}
            elif isinstance(before, list) and isinstance(value, list):
                merged[word] = [*before, *value]
            else:
                merged.setdefault(word, value)
    return merged
