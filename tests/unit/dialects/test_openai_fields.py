from collections.abc import Callable
from typing import Any

import pytest

from app.core.conversation import Inline
from app.core.failure import FailureKind
from app.dialects import openai_fields as fields
from tests.dialects.chat_wire import refusal


@pytest.mark.parametrize(
    ("read", "value", "complaint"),
    [
        (fields.text, 5, "Invalid type for 'x': expected a string, but got an integer instead."),
        (fields.text, None, "Missing required parameter: 'x'."),
        (fields.number, "1", "expected a decimal number, but got a string instead."),
        (fields.integer, 1.5, "expected an integer, but got a decimal number instead."),
        (fields.integer, True, "expected an integer, but got a boolean instead."),
        (fields.integer, -1, "Expected a value >= 0, but got -1 instead."),
        (fields.switch, 1, "expected a boolean, but got an integer instead."),
        (fields.mapping, [], "expected an object, but got an array instead."),
        (fields.items, {}, "expected an array, but got an object instead."),
        (fields.content, 1, "expected one of a string or array of objects"),
    ],
)
def test_a_complaint_names_the_field_and_what_was_wrong(
    read: Callable[[Any, str], Any], value: Any, complaint: str
) -> None:
    told = refusal(lambda: read(value, "x"))
    assert complaint in told.message
    assert (told.kind, told.status, told.param) == (FailureKind.BAD_REQUEST, 400, "x")


def test_absent_and_null_mean_the_same() -> None:
    assert fields.optional_text(None, "x") is None
    assert fields.number(None, "x") is None
    assert fields.integer(None, "x") is None
    assert fields.switch(None, "x") is None
    assert fields.items(None, "x") == []


def test_the_bytes_of_a_data_url_are_read() -> None:
    assert fields.data_url("data:image/gif;base64,R0=", "image/png") == Inline("image/gif", "R0=")
    assert fields.data_url("data:;base64,R0=", "image/png") == Inline("image/png", "R0=")
    assert fields.data_url("data:image/gif,plain", "image/png") is None
    assert fields.data_url("https://example.com/a.gif", "image/png") is None


def test_a_file_s_name_tells_its_type() -> None:
    assert fields.file_type("a.MD") == "text/markdown"
    assert fields.file_type(None) == "application/pdf"
