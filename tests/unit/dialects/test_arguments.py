import pytest

from app.dialects.arguments import as_object, is_complete


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_nothing_is_an_empty_object(nothing: str) -> None:
    assert as_object(nothing) == {}
    assert is_complete(nothing)


def test_an_object_keeps_the_order_of_its_keys() -> None:
    assert list(as_object('{"b": 1, "a": {"z": null}}')) == ["b", "a"]


@pytest.mark.parametrize(("written", "value"), [("[1]", [1]), ('"x"', "x"), ("null", None)])
def test_json_that_is_no_object_is_kept_under_value(written: str, value: object) -> None:
    assert as_object(written) == {"value": value}


def test_trailing_commas_and_raw_line_ends_are_mended() -> None:
    assert as_object('{"a": "x\ny", "b": [1, 2, ], }') == {"a": "x\ny", "b": [1, 2]}
    assert as_object('{"a": ",}", }') == {"a": ",}"}


@pytest.mark.parametrize("broken", ['{"a": "b', "Bash(ls)", '{"a":1}{"b":2}', "[" * 5000])
def test_what_cannot_be_mended_is_kept_whole(broken: str) -> None:
    assert as_object(broken) == {"_raw": broken}
    assert not is_complete(broken)
