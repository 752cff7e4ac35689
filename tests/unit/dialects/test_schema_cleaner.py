import json
from typing import Any

import pytest

from app.dialects.schema_cleaner import answer_schema, fits_strict, parameters

WHOLE = {"type": "object", "properties": {"a": {"type": "string"}}}
EMPTY = {"type": "object", "properties": {}}


def test_a_whole_schema_is_passed_on_untouched() -> None:
    odd = {**WHOLE, "$schema": "x", "additionalProperties": False, "anyOf": [{"required": ["a"]}]}
    assert parameters(odd, "full") is odd


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, EMPTY),
        ({"type": None}, EMPTY),
        ({"type": "object"}, EMPTY),
        ({"type": "object", "properties": None}, EMPTY),
        ({"properties": {"a": {}}}, {"type": "object", "properties": {"a": {}}}),
    ],
)
def test_a_root_that_says_nothing_becomes_an_object(
    schema: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert parameters(schema, "full") == expected


def test_a_grammar_gets_no_words_that_it_does_not_know_but_every_property() -> None:
    schema = {
        "$schema": "x",
        "type": "object",
        "properties": {
            "pattern": {"type": "string", "pattern": "^a", "maxLength": 5, "default": {"not": 1}},
            "list": {"type": "array", "items": {"format": "uri", "enum": ["a"]}, "minItems": 1},
        },
        "anyOf": [{"not": {}, "required": ["list"]}],
    }
    assert parameters(schema, "grammar") == {
        "type": "object",
        "properties": {
            "pattern": {"type": "string", "default": {"not": 1}},
            "list": {"type": "array", "items": {"enum": ["a"]}},
        },
        "anyOf": [{"required": ["list"]}],
    }


def test_gemini_gets_its_own_words_with_references_laid_in() -> None:
    schema = {
        "$schema": "x",
        "type": "object",
        "additionalProperties": False,
        "$defs": {"mode": {"type": "string", "const": "fast"}},
        "properties": {
            "mode": {"$ref": "#/$defs/mode", "description": "How."},
            "size": {"type": ["integer", "null"], "exclusiveMinimum": 0, "default": 1},
            "date": {"type": "string", "format": "uri"},
            "time": {"type": "string", "format": "date-time"},
            "level": {"enum": [1, 2]},
            "either": {"oneOf": [{"type": "string"}, {"type": "number"}]},
            "both": {"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
        },
        "required": ["mode", "gone"],
    }
    assert parameters(schema, "gemini") == {
        "type": "object",
        "properties": {
            "mode": {"type": "string", "enum": ["fast"], "description": "How."},
            "size": {"type": "integer", "nullable": True},
            "date": {"type": "string"},
            "time": {"type": "string", "format": "date-time"},
            "level": {},
            "either": {"anyOf": [{"type": "string"}, {"type": "number"}]},
            "both": {"properties": {"a": {}, "b": {}}},
        },
        "required": ["mode"],
    }


def test_a_schema_that_refers_to_itself_ends() -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"next": {"$ref": "#/$defs/node"}},
        "$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}}},
    }
    assert parameters(schema, "gemini")["type"] == "object"


def test_what_may_be_null_is_nullable() -> None:
    branches = [{"type": "string", "description": "A."}, {"type": "null"}]
    schema = {"type": "object", "properties": {"a": {"anyOf": branches, "description": "B."}}}
    assert parameters(schema, "gemini")["properties"]["a"] == {
        "type": "string",
        "description": "B.",
        "nullable": True,
    }
    three = {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}
    assert answer_schema(three, "gemini") == {
        "anyOf": [{"type": "string"}, {"type": "integer"}],
        "nullable": True,
    }


def test_a_reference_back_to_itself_ends_in_any_object() -> None:
    children = {"left": {"$ref": "#/$defs/tree"}, "right": {"$ref": "#/$defs/tree"}}
    schema = {"$defs": {"tree": {"type": "object", "properties": children}}, "$ref": "#/$defs/tree"}
    assert answer_schema(schema, "gemini") == {
        "type": "object",
        "properties": {"left": {"type": "object"}, "right": {"type": "object"}},
    }
    itself = {"type": "object", "properties": {"a/b": {"$ref": "#"}, "c": {"$ref": "#/x"}}}
    inner = {"a/b": {"type": "object"}, "c": {}}
    assert answer_schema(itself, "gemini") == {
        "type": "object",
        "properties": {"a/b": {"type": "object", "properties": inner}, "c": {}},
    }
    escaped = {"properties": {"a/b": {"type": "string"}, "c": {"$ref": "#/properties/a~1b"}}}
    assert answer_schema(escaped, "gemini")["properties"]["c"] == {"type": "string"}


def test_references_do_not_grow_without_end() -> None:
    names = [f"n{number}" for number in range(30)]
    definitions: dict[str, Any] = {
        name: {"type": "object", "properties": {key: {"$ref": f"#/$defs/{after}"} for key in "ab"}}
        for name, after in zip(names, [*names[1:], "end"], strict=True)
    }
    schema = {"$defs": {**definitions, "end": {"type": "string"}}, "$ref": "#/$defs/n0"}
    assert len(json.dumps(answer_schema(schema, "gemini"))) < 2_000_000


def test_an_answer_s_schema_is_cleaned_alike() -> None:
    schema = {"type": "string", "pattern": "a", "$id": "x"}
    assert answer_schema(schema, "full") is schema
    assert answer_schema(schema, "grammar") == {"type": "string"}
    assert answer_schema(schema, "gemini") == {"type": "string", "pattern": "a"}


CLOSED = {**WHOLE, "required": ["a"], "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (CLOSED, True),
        (WHOLE, False),
        ({**CLOSED, "required": []}, False),
        ({**CLOSED, "required": "a"}, False),
        ({"type": "string"}, True),
        ({"type": "object", "additionalProperties": False}, False),
        ({"type": "array", "items": WHOLE}, False),
        ({"anyOf": [{"type": "null"}, CLOSED]}, True),
        ({**CLOSED, "$defs": {"x": WHOLE}}, False),
    ],
)
def test_strict_mode_takes_closed_objects_whose_properties_are_all_required(
    schema: dict[str, Any], expected: bool
) -> None:
    assert fits_strict(schema) is expected
