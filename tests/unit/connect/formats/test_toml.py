import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connect.failure import ConnectError
from app.connect.formats.document import same
from app.connect.formats.toml import Toml
from app.connect.inverse import KeyRecord, leaves, taken_back, written
from app.connect.plan import ABSENT, KeyEdit, Value

PATH = Path("/home/me/config.toml")


def document(text: str) -> Toml:
    return Toml.parsed(text.encode(), PATH)


KEYS = st.sampled_from(["a", "b", "c", "d e", 'q"', "名"])
LEAVES = st.sampled_from([1, True, "x", "l1\nl2", 'q"\\', 1.5, [1, [2]], [{"k": 1}], {"i": 1}])
NEW: st.SearchStrategy[Value] = st.sampled_from([ABSENT, ABSENT, "ours", 7, False, ["x", 1]])
PATHS = st.lists(KEYS, min_size=1, max_size=3).map(tuple)
EDITS = st.lists(st.builds(KeyEdit, PATHS, NEW), min_size=1, max_size=5)
BLOCKS = st.sampled_from(
    [
        "# comment\n", "\n", "  \n", "a = 1 # one\n", "b.c = 'x'\n", 'b."d e" = """\n[no]"""\n',
        "c = { a = 1, b = { c = 2 } }\n", "d = [\n  1, # ]\n  { a = '}' },\n]\n", "\"q\\\"\" = 1\n",
        "[a]\n", "[a.b]\nc = 1\n", "[b]\n  a = 1\n", "[[l]]\na = 1\n", "[[l]]\n[l.m]\nx = 1\n",
        "[\"d e\".'a']\n", "e = 1979-05-27 07:32:00 # when\n", "f = 0x1F\n", "g = '''\n'''' # g\n",
    ]
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    text: str = "".join(draw(st.lists(BLOCKS, max_size=7)))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return "[x]\n"
    return text


def done(before: Toml, edits: list[KeyEdit]) -> tuple[Any, list[KeyRecord]]:
    after: Any = before
    records: list[KeyRecord] = []
    for edit in leaves(edits):
        if any(edit.path[: len(one.path)] == one.path[: len(edit.path)] for one in records):
            continue
        try:
            after, record = written(after, edit, None)
        except ConnectError:
            continue
        records.append(record)
    return after, records


@given(texts(), EDITS)
def test_an_edit_and_its_inverse_give_the_same_text(text: str, edits: list[KeyEdit]) -> None:
    after, records = done(document(text), edits)
    for record in reversed(records):
        after, reason = taken_back(after, record)
        assert reason == ""
    assert after.text == text


@given(texts(), PATHS, NEW)
def test_an_edit_leaves_all_other_text(text: str, path: Any, value: Value) -> None:
    before = document(text)
    try:
        after, splice = before.changed(path, value)
    except ConnectError:
        return
    assert same(after.value(path), value)
    if splice is not None:
        assert after.text.startswith(text[: splice.start])
        assert after.text.endswith(text[splice.end :])


@given(st.dictionaries(KEYS, LEAVES, min_size=1))
def test_every_value_can_be_written_and_found_again(values: dict[str, Any]) -> None:
    edits = [KeyEdit(("t", key), value) for key, value in values.items()]
    after = Toml.parsed(document("# start\n").edited(edits), PATH)
    assert same(after.value(("t",)), values)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "k = 1\n"),
        ("a = 1", "a = 1\nk = 1"),
        ("a = 1\n\n[t]\n", "a = 1\nk = 1\n\n[t]\n"),
        ("# file\n\n# t\n[t]\n", "# file\n\nk = 1\n\n# t\n[t]\n"),
        ("  a = 1\r\n", "  a = 1\r\n  k = 1\r\n"),
    ],
)
def test_a_new_key_goes_before_the_first_table(before: str, after: str) -> None:
    assert document(before).edited([KeyEdit(("k",), 1)]).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[t.u]\nk = 1\n"),
        ("[t.u]\na = 1\n[v]\n", "[t.u]\na = 1\nk = 1\n[v]\n"),
        ("[t]\nu.a = 1\n", "[t]\nu.a = 1\nu.k = 1\n"),
        ("t.u.a = 1\n", "t.u.a = 1\nt.u.k = 1\n"),
        ("t = { u = {} }\n", "t = { u = { k = 1 } }\n"),
        ("t = { u = { a = 1 } }\n", "t = { u = { a = 1, k = 1 } }\n"),
        ("[t]\n", "[t]\n\n[t.u]\nk = 1\n"),
        ("[t]\n\n", "[t]\n\n[t.u]\nk = 1\n"),
    ],
)
def test_a_key_in_a_table_goes_where_the_table_is(before: str, after: str) -> None:
    assert document(before).edited([KeyEdit(("t", "u", "k"), 1)]).decode() == after


def test_a_key_in_an_inline_table_can_be_taken_out() -> None:
    text = "t = { a = 1, b = 2, c = 3 } # t\n"
    for key, left in (("a", "b = 2, c = 3"), ("b", "a = 1, c = 3"), ("c", "a = 1, b = 2")):
        after = document(text).edited([KeyEdit(("t", key), ABSENT)]).decode()
        assert after == f"t = {{ {left} }} # t\n"


@pytest.mark.parametrize("path", [("l", "k"), ("s", "k"), ("t",)])
def test_what_would_need_guessing_is_refused(path: tuple[str, ...]) -> None:
    text = "s = 'x'\n[[l]]\nk = 1\n[t]\na = 1\n"
    with pytest.raises(ConnectError, match=r"config\.toml"):
        document(text).edited([KeyEdit(path, 2)])


def test_null_is_refused() -> None:
    with pytest.raises(ConnectError, match="cannot hold"):
        document("").edited([KeyEdit(("a",), None)])
