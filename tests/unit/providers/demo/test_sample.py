"""Values that satisfy a JSON schema."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.providers.demo.sample import sample

SCHEMAS: list[dict[str, Any]] = [
    {},
    {"type": "object", "properties": {}},
    {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
    {"type": "object", "properties": {"a": {"type": ["null", "integer"]}}, "required": ["a"]},
    {"type": "object", "required": ["unheard"]},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    {"properties": {"a": {"const": 7}, "b": {"enum": [None, "x"]}}, "required": ["a", "b"]},
    {"type": "array", "items": {"type": "integer", "minimum": 3}, "minItems": 2},
    {"type": "array", "items": {"type": "string"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 2, "uniqueItems": True},
    {"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}]},
    {"type": "array", "items": {"type": "string"}, "maxItems": 0},
    {"type": "integer", "exclusiveMinimum": 0, "maximum": 10},
    {"type": "integer", "minimum": 100},
    {"type": "integer", "exclusiveMaximum": 0},
    {"type": "number", "minimum": 0.1, "maximum": 0.2},
    {"type": "number", "multipleOf": 5, "minimum": 12},
    {"type": "string", "minLength": 40, "maxLength": 50},
    {"type": "string", "maxLength": 2},
    {"type": "string", "pattern": "^[a-z]+$"},
    {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    {"type": "string", "pattern": "^[A-Z]{3}$"},
    {"type": "string", "pattern": "^/"},
    {"type": "string", "format": "date-time"},
    {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
    {"oneOf": [{"type": "string", "const": "x"}, {"type": "integer"}]},
    {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"properties": {"b": {"type": "integer"}}, "required": ["b"]},
        ]
    },
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"node": {"$ref": "#/$defs/node"}},
        "required": ["node"],
        "additionalProperties": False,
        "$defs": {
            "node": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                },
                "required": ["name", "children"],
                "additionalProperties": False,
            }
        },
    },
    {"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "boolean"}}},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: str(schema)[:60])
def test_the_value_satisfies_the_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator(schema).validate(sample(schema))


def test_hints_fill_texts_and_choose_from_lists() -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"enum": ["Celsius", "Fahrenheit"]}},
        "required": ["city", "unit"],
    }
    hints = {"city": "Paris", "unit": "fahrenheit"}
    assert sample(schema, hints.get) == {"city": "Paris", "unit": "Fahrenheit"}


def test_a_hint_that_breaks_the_schema_is_not_taken() -> None:
    digits = {"type": "string", "pattern": "^[0-9]+$"}
    assert sample(digits, lambda _: "words").isdigit()
    assert len(sample({"type": "string", "maxLength": 3}, lambda _: "too long")) == 3


@pytest.mark.parametrize(
    "schema",
    [
        True,
        False,
        {"$ref": "#/nowhere"},
        {"$ref": "#"},
        {"type": "wonder"},
        {"type": "string", "pattern": "("},
        {"allOf": [{"allOf": [{"$ref": "#"}]}]},
        {"anyOf": [{"$ref": "#"}]},
        {"type": "array", "items": False, "minItems": 1},
        {"type": "string", "minLength": "x"},
        {"type": "object", "properties": ["a"], "required": 5},
        {"type": "integer", "minimum": float("inf")},
        {"type": "array", "minItems": 10**12},
        {"type": "string", "minLength": 10**12},
        {"type": "object", "minProperties": 10**12},
        {"allOf": [{"$ref": "#"}] * 9},
        {
            "type": "object",
            "properties": {key: {"$ref": "#"} for key in "abcdef"},
            "required": list("abcdef"),
        },
    ],
)
def test_a_schema_that_nothing_satisfies_is_no_crash_and_no_wait(schema: Any) -> None:
    sample(schema)


schemas = st.recursive(
    st.fixed_dictionaries({"type": st.sampled_from(["string", "integer", "boolean", "number"])}),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(st.text(max_size=5), inner)}
        ).map(lambda schema: {**schema, "required": list(schema["properties"])}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)}),
    ),
    max_leaves=8,
)


@given(schemas)
def test_any_plain_schema_is_satisfied(schema: dict[str, Any]) -> None:
    Draft202012Validator(schema).validate(sample(schema))
