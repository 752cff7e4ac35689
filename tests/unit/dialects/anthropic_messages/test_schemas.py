from typing import Any

from app.dialects.anthropic_messages.schemas import rooted


def test_an_object_stays_as_it_came() -> None:
    schema = {"$schema": "x", "type": "object", "properties": {"a": {}}, "required": ["a"]}
    assert rooted(schema) == (schema, False)


def test_no_schema_is_an_object_without_fields() -> None:
    assert rooted({}) == ({"type": "object", "properties": {}}, False)
    assert rooted({"type": "object", "properties": None}) == (
        {"type": "object", "properties": {}},
        False,
    )


def test_choices_at_the_root_are_laid_into_one_object() -> None:
    schema: dict[str, Any] = {
        "anyOf": [
            {"properties": {"a": {"type": "string"}, "c": {}}, "required": ["a", "c"]},
            {"properties": {"b": {"type": "string"}, "c": {}}, "required": ["b", "c"]},
        ]
    }
    laid, loosened = rooted(schema)
    assert loosened
    assert laid["type"] == "object"
    assert list(laid["properties"]) == ["a", "c", "b"]
    assert laid["required"] == ["c"]
    assert "anyOf" not in laid


def test_all_of_several_requires_what_each_requires() -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"own": {}},
        "allOf": [{"$ref": "#/$defs/A"}, {"properties": {"b": {}}, "required": ["b"]}],
        "$defs": {"A": {"properties": {"a": {}}, "required": ["a"]}},
    }
    laid, _ = rooted(schema)
    assert list(laid["properties"]) == ["own", "a", "b"]
    assert laid["required"] == ["a", "b"]
    assert "$defs" in laid


def test_a_reference_at_the_root_is_followed() -> None:
    laid, loosened = rooted(
        {"$ref": "#/$defs/A", "$defs": {"A": {"type": "object", "properties": {"a": {}}}}}
    )
    assert loosened
    assert laid["properties"] == {"a": {}}
    assert "$ref" not in laid


def test_a_reference_to_nothing_is_an_object() -> None:
    laid, _ = rooted({"$ref": "#/$defs/Missing"})
    assert laid["type"] == "object"
