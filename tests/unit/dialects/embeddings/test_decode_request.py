"""What a client may ask for, and how it is told that it may not."""

import json
from typing import Any

import pytest

from app.core.failure import FailureKind, Refused
from app.dialects.embeddings.decode_request import MOST_INPUTS, decode_request


def decoded(**fields: Any) -> Any:
    return decode_request(json.dumps({"model": "m", **fields}).encode())


@pytest.mark.parametrize(
    ("given", "inputs", "single"),
    [
        ("a text", ("a text",), True),
        (["a", "b"], ("a", "b"), False),
        (["a"], ("a",), False),
        ([1, 2, 3], ((1, 2, 3),), True),
        ([[1, 2], [3]], ((1, 2), (3,)), False),
        ([{"text": "a"}, {"image": "u"}], ({"text": "a"}, {"image": "u"}), False),
        ("", ("",), True),
    ],
)
def test_every_form_of_input_is_read(given: Any, inputs: Any, single: bool) -> None:
    request = decoded(input=given)
    assert request.inputs == inputs
    assert request.single is single


def test_vectors_are_numbers_unless_base64_is_asked_for() -> None:
    assert decoded(input="a").encoding == "float"
    assert decoded(input="a", encoding_format=None).encoding == "float"
    assert decoded(input="a", encoding_format="base64").encoding == "base64"


def test_what_is_not_in_the_document_is_kept_under_its_name() -> None:
    request = decoded(input="a", dimensions=5, user="u", input_type="query", truncate="END")
    assert (request.dimensions, request.user) == (5, "u")
    assert request.extras == {"input_type": "query", "truncate": "END"}


@pytest.mark.parametrize(
    ("fields", "param", "part"),
    [
        ({}, "input", "Missing required parameter: 'input'"),
        ({"input": []}, "input", "empty array"),
        ({"input": 5}, "input", "one of a string"),
        ({"input": {"text": "a"}}, "input", "one of a string"),
        ({"input": ["a", 1]}, "input[1]", "expected a string"),
        ({"input": [[1], "a"]}, "input[1]", "expected an array of integers"),
        ({"input": [[1], []]}, "input[1]", "empty array"),
        ({"input": [1, "a"]}, "input[1]", "expected an integer"),
        ({"input": [True]}, "input[0]", "one of a string"),
        ({"input": [None]}, "input[0]", "Missing"),
        ({"input": ["a"] * (MOST_INPUTS + 1)}, "input", "maximum length 2048"),
        ({"input": "a", "encoding_format": "int8"}, "encoding_format", "'int8'"),
        ({"input": "a", "encoding_format": 1}, "encoding_format", "a string"),
        ({"input": "a", "dimensions": 0}, "dimensions", ">= 1"),
        ({"input": "a", "dimensions": "9"}, "dimensions", "an integer"),
        ({"input": "a", "user": 1}, "user", "a string"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], param: str, part: str) -> None:
    with pytest.raises(Refused) as caught:
        decoded(**fields)
    failure = caught.value.failure
    assert failure.kind is FailureKind.BAD_REQUEST
    assert failure.param == param
    assert part in failure.message
