import re

from app.dialects.tool_ids import ToolIds


def test_an_id_that_fits_stays() -> None:
    assert ToolIds("any").of_call("functions.Read:0") == "functions.Read:0"
    assert ToolIds("word").of_call("call_1") == "call_1"
    assert ToolIds("nine").of_call("abcdef123") == "abcdef123"


def test_an_odd_id_is_made_anew_and_always_the_same() -> None:
    made = ToolIds("word").of_call("functions.Read:0")
    assert re.fullmatch(r"call_[0-9a-f]{24}", made)
    assert ToolIds("word").of_call("functions.Read:0") == made


def test_nine_letters_or_digits_are_made_of_any_id() -> None:
    ids = ToolIds("nine")
    made = {ids.of_call(f"call_{number}") for number in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[a-zA-Z0-9]{9}", one) for one in made)


def test_no_id_occurs_twice_and_none_is_empty() -> None:
    ids = ToolIds("any")
    assert ids.of_call("a") == "a"
    assert ids.of_call("a") not in ("a", "")
    assert ids.of_call("")
