from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connect.failure import ConnectError
from app.connect.formats.yaml import Yaml
from app.connect.inverse import taken_back, written
from app.connect.plan import ABSENT, KeyEdit, Value

PATH = Path("/home/me/.aider.conf.yml")


def document(text: str) -> Yaml:
    return Yaml.parsed(text.encode(), PATH)


LINES = st.sampled_from(
    [
        ("a", "a: 1 # one\n"), ("b", "b: 'it''s'\n"), ("c", "c:\n"), ("d", "d:\n  - x\n  # y\n"),
        ("e", "e: |\n  text\n\n"), ("f", "f: {x: 1, y: [2]}\n"), ("g", "g: >-\n  folded\n  more\n"),
        ("h", 'h: "q\\n"   # h\n'), ("i", "i:\n  j: 1\n\n"), ("k", "k: ~\n"), ("l", "? l\n: 1\n"),
    ]
)  # fmt: skip
NEW: st.SearchStrategy[Value] = st.sampled_from([ABSENT, "ours", "yes", "http://x:1/v1", 3, True])


@given(
    st.lists(LINES, unique=True, max_size=5),
    st.dictionaries(st.sampled_from("abcdefghiklz"), NEW, min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_an_edit_and_its_inverse_give_the_same_text(
    lines: list[tuple[str, str]], edits: dict[str, Value], crlf: bool, end: bool
) -> None:
    text = "# top\n" + "".join(line for _, line in lines)
    text = text if end else text.rstrip("\n")
    text = text.replace("\n", "\r\n") if crlf else text
    after, records = document(text), []
    for key, value in edits.items():
        try:
            after, record = written(after, KeyEdit((key,), value), None)  # type: ignore[assignment]
        except ConnectError:
            continue
        assert after.value((key,)) == value
        records.append(record)
    for record in reversed(records):
        after, reason = taken_back(after, record)  # type: ignore[assignment]
        assert reason == ""
    assert after.text == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "k: v\n"),
        ("a: 1", "a: 1\nk: v"),
        ("a: 1\r\n", "a: 1\r\nk: v\r\n"),
        ("k: x # why\n", "k: v # why\n"),
        ("k:\n", "k: v\n"),
        ("k: # why\n", "k: v # why\n"),
        ('k: "x"\na: 1\n', "k: v\na: 1\n"),
        ("  a: 1\n", "  a: 1\n  k: v\n"),
    ],
)
def test_one_line_changes(before: str, after: str) -> None:
    assert document(before).edited([KeyEdit(("k",), "v")]).decode() == after


@pytest.mark.parametrize("text", ["yes", "1", "a: b", "# c", "", " x", "null", "1:30", "@x", "é"])
def test_a_text_stays_a_text(text: str) -> None:
    after = Yaml.parsed(document("").edited([KeyEdit(("k",), text)]), PATH)
    assert after.value(("k",)) == text


def test_no_mapping_is_made_but_one_that_is_there_can_be_edited() -> None:
    with pytest.raises(ConnectError, match="aider"):
        document("a: 1\n").edited([KeyEdit(("m", "k"), "v")])
    after = document("m:\n  k: x # c\n").edited([KeyEdit(("m", "k"), "v")])
    assert after == b"m:\n  k: v # c\n"


def test_no_piece_of_the_file_is_in_the_message() -> None:
    with pytest.raises(ConnectError) as caught:
        document("a: 1\nsecret-word-1: 2\nsecret-word-1: 3\n")
    assert "secret-word-1" not in caught.value.message
    assert "line 3" in caught.value.message
