"""The two forms of a vector say the same numbers."""

import base64
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dialects.embeddings.vectors import in_form, length, packed, unpacked

FLOATS32 = st.lists(
    st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=40
)


@given(FLOATS32)
def test_numbers_that_a_float32_holds_come_back_from_base64_as_they_were(
    values: list[float],
) -> None:
    assert unpacked(packed(values)) == values


@given(st.binary(min_size=4, max_size=160).filter(lambda raw: len(raw) % 4 == 0))
def test_any_base64_vector_is_the_same_bytes_after_both_ways(raw: bytes) -> None:
    text = base64.b64encode(raw).decode()
    if all(map(math.isfinite, struct.unpack(f"<{len(raw) // 4}f", raw))):
        assert packed(unpacked(text)) == text
    else:
        with pytest.raises(ValueError, match="no number"):
            unpacked(text)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_what_json_has_no_number_for_is_told(value: str) -> None:
    text = base64.b64encode(struct.pack("<2f", 1.0, float(value))).decode()
    with pytest.raises(ValueError, match="no number"):
        in_form(text, "float")


@given(FLOATS32)
def test_both_forms_have_one_length(values: list[float]) -> None:
    assert length(values) == length(packed(values)) == len(values)


def test_base64_is_little_endian_float32() -> None:
    assert base64.b64decode(packed([1.0, -2.5])) == struct.pack("<2f", 1.0, -2.5)


def test_a_vector_in_the_right_form_is_left_alone() -> None:
    values = [0.1, 0.2]
    text = packed(values)
    assert in_form(values, "float") is values
    assert in_form(text, "base64") is text
    assert in_form(values, "base64") == text
    assert in_form(text, "float") == unpacked(text)


@pytest.mark.parametrize("text", ["not base64!", "AAA=", "AAAAAAA="])
def test_what_is_no_vector_is_told(text: str) -> None:
    with pytest.raises(ValueError):
        unpacked(text)


def test_a_number_beyond_float32_is_told() -> None:
    with pytest.raises(ValueError, match="float32"):
        packed([1e39])
