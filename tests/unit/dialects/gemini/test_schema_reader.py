import pytest
from google.genai import types

from app.core.failure import Refused
from app.dialects.gemini.schema_reader import json_schema


def test_types_are_read_in_small_letters_all_the_way_down() -> None:
    assert json_schema(
        {
            "type": "OBJECT",
            "properties": {"list": {"type": "ARRAY", "items": {"type": "STRING"}}},
            "required": ["list"],
        },
        "x",
    ) == {
        "type": "object",
        "properties": {"list": {"type": "array", "items": {"type": "string"}}},
        "required": ["list"],
    }


def test_names_of_properties_are_the_client_s_own() -> None:
    schema = json_schema({"type": "OBJECT", "properties": {"max_items": {"type": "STRING"}}}, "x")
    assert list(schema["properties"]) == ["max_items"]


def test_a_nullable_type_is_a_list_of_two() -> None:
    assert json_schema({"type": "STRING", "nullable": True, "enum": ["a"]}, "x") == {
        "type": ["string", "null"],
        "enum": ["a", None],
    }


def test_a_nullable_choice_has_one_more_branch() -> None:
    read = json_schema({"any_of": [{"type": "STRING"}], "nullable": True}, "x")
    assert read == {"anyOf": [{"type": "string"}, {"type": "null"}]}


def test_integers_in_strings_are_integers() -> None:
    assert json_schema({"type": "ARRAY", "min_items": "1"}, "x") == {"type": "array", "minItems": 1}


def test_the_order_of_properties_is_laid_into_them() -> None:
    schema = {
        "type": "OBJECT",
        "properties": {"a": {}, "b": {}, "c": {}},
        "propertyOrdering": ["c", "a", "gone"],
    }
    read = json_schema(schema, "x")
    assert list(read["properties"]) == ["c", "a", "b"]
    assert "propertyOrdering" not in read


def test_formats_of_openapi_are_left_out_and_json_schema_s_stay() -> None:
    assert json_schema({"type": "STRING", "format": "enum"}, "x") == {"type": "string"}
    assert json_schema({"type": "STRING", "format": "date-time"}, "x")["format"] == "date-time"


def test_references_and_examples_have_their_json_schema_names() -> None:
    read = json_schema({"ref": "#/$defs/A", "defs": {"A": {"type": "INTEGER", "example": 1}}}, "x")
    assert read == {"$ref": "#/$defs/A", "$defs": {"A": {"type": "integer", "examples": [1]}}}


def test_every_word_of_the_official_schema_is_read() -> None:
    inner = types.Schema(type=types.Type.NUMBER, minimum=1, maximum=2)
    schema = types.Schema(
        type=types.Type.OBJECT,
        title="t",
        description="d",
        properties={"n": inner},
        property_ordering=["n"],
        min_properties=1,
        max_properties=2,
        additional_properties=False,
    )
    read = json_schema(schema.model_dump(mode="json", by_alias=True, exclude_none=True), "x")
    assert read == {
        "type": "object",
        "title": "t",
        "description": "d",
        "properties": {"n": {"type": "number", "minimum": 1, "maximum": 2}},
        "minProperties": 1,
        "maxProperties": 2,
        "additionalProperties": False,
    }


def test_a_schema_that_nests_without_end_is_refused() -> None:
    schema: dict[str, object] = {"type": "STRING"}
    for _ in range(100):
        schema = {"type": "ARRAY", "items": schema}
    with pytest.raises(Refused, match="nests too deeply"):
        json_schema(schema, "tools[0]")


@pytest.mark.parametrize("wrong", ["x", 1, {"properties": 3}, {"items": "x"}, {"minItems": "x"}])
def test_what_is_no_schema_is_refused(wrong: object) -> None:
    with pytest.raises(Refused):
        json_schema(wrong, "x")


def test_a_format_that_is_no_word_stays_for_its_provider_to_refuse() -> None:
    assert json_schema({"type": "STRING", "format": ["date"]}, "x") == {
        "type": "string",
        "format": ["date"],
    }
