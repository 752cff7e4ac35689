from pathlib import Path
from typing import Any

import pytest

from app.connect.failure import ConnectError
from app.connect.formats.document import Splice, expected, same
from app.connect.formats.jsonc import Jsonc
from app.connect.plan import ABSENT, KeyEdit

PATH = Path("/home/me/settings.json")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0), (1, True), (0, False), (0.0, False), ("1", 1), (None, False), (ABSENT, None),
        ([1], [True]), ({"a": 1}, {"a": 1.0}), ({"a": 1}, {}), ([1, 2], [1]), ("ab", ["a", "b"]),
    ],
)  # fmt: skip
def test_what_a_file_tells_apart_is_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)
    assert same(one, one)
    assert same(other, other)


def test_what_is_expected_of_an_edit() -> None:
    plain = {"a": {"b": 1}, "c": 2}
    assert expected(plain, ("a", "d", "e"), 3) == {"a": {"b": 1, "d": {"e": 3}}, "c": 2}
    assert expected(plain, ("a", "b"), ABSENT) == {"a": {}, "c": 2}
    assert plain == {"a": {"b": 1}, "c": 2}


def test_a_change_that_means_more_than_it_should_is_not_taken() -> None:
    document = Jsonc.parsed(b'{"a": 1, "b": 2}', PATH)
    assert document.checked(Splice(6, 7, "3"), ("a",), 3) is not None
    assert document.checked(Splice(6, 15, "3"), ("a",), 3) is None
    assert document.checked(Splice(6, 7, "}"), ("a",), 3) is None


def test_a_byte_order_mark_stays() -> None:
    document = Jsonc.parsed(b"\xef\xbb\xbf{}", PATH)
    assert document.edited([KeyEdit(("a",), 1)]) == b'\xef\xbb\xbf{\n  "a": 1\n}'


@pytest.mark.parametrize(
    ("text", "at", "newline"),
    [
        ("", 0, "\n"),
        ("a", 1, "\n"),
        ("a\r\nb\nc", 5, "\n"),
        ("a\r\nb", 4, "\r\n"),
        ("a\rb", 2, "\r"),
    ],
)
def test_the_line_end_is_that_of_the_neighbourhood(text: str, at: int, newline: str) -> None:
    assert Jsonc.parsed(b"", PATH).newline(0) == "\n"
    document = Jsonc.parsed(b"{}", PATH)
    document.text = text
    assert document.newline(at) == newline


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{\n"a": "\xe9"}', "line 2"),
        (b"\xff\xfe{\0}\0", "UTF-16"),
        (b'{\r\n\r\n"a" 1}', "line 3"),
        (b'{"a": 1,\n "a": 2}', "line 2"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content: bytes, words: str) -> None:
    with pytest.raises(ConnectError, match=words) as caught:
        Jsonc.parsed(content, PATH)
    assert str(PATH) in caught.value.message


def test_a_parent_that_is_no_object_is_named() -> None:
    document = Jsonc.parsed(b'{"a": {"b": [1]}}', PATH)
    with pytest.raises(ConnectError, match=r"a\.b is not an object"):
        document.edited([KeyEdit(("a", "b", "c"), 1)])
