import pytest

from app.core.failure import Refused
from app.dialects.gemini import fields


def test_a_field_may_be_written_in_snake_case() -> None:
    assert fields.message({"max_output_tokens": 1, "topP": 2}, "x") == {
        "maxOutputTokens": 1,
        "topP": 2,
    }


def test_null_is_the_same_as_nothing() -> None:
    assert fields.message({"a": None, "b": 0}, "x") == {"b": 0}


def test_of_two_spellings_the_first_counts() -> None:
    assert fields.message({"top_p": 1, "topP": 2}, "x") == {"topP": 1}


def test_a_repeated_field_may_be_a_single_object() -> None:
    assert fields.items({"a": 1}, "x") == [{"a": 1}]
    assert fields.items(None, "x") == []


@pytest.mark.parametrize(
    ("written", "read"), [(1, 1), ("12", 12), (3.0, 3), ("-1", -1), (None, None)]
)
def test_an_integer_may_be_a_string(written: object, read: int | None) -> None:
    assert fields.integer(written, "x") == read


@pytest.mark.parametrize("wrong", [True, "one", 1.5, [], "1e400", float("nan")])
def test_what_is_no_integer_is_refused_by_its_place(wrong: object) -> None:
    with pytest.raises(Refused) as refused:
        fields.integer(wrong, "generationConfig.topK")
    assert refused.value.failure.param == "generationConfig.topK"
    assert "generationConfig.topK" in refused.value.failure.message


def test_the_least_is_kept() -> None:
    with pytest.raises(Refused, match="below 1"):
        fields.integer(0, "x", 1)


@pytest.mark.parametrize(
    ("written", "read"), [("auto", "AUTO"), (None, ""), ("MODE_UNSPECIFIED", ""), ("Any", "ANY")]
)
def test_a_word_is_read_in_capitals(written: str | None, read: str) -> None:
    assert fields.word(written, "x") == read


@pytest.mark.parametrize("wrong", [1, [], "x"])
def test_a_message_is_an_object(wrong: object) -> None:
    with pytest.raises(Refused):
        fields.message(wrong, "contents[0]")


def test_what_is_left_becomes_a_sidecar_of_this_wire() -> None:
    kept = fields.kept(fields.rest({"a": 1, "b": 2}, frozenset({"a"})))
    assert kept is not None
    assert kept.towards("gemini") == {"b": 2}
    assert fields.kept({}) is None
