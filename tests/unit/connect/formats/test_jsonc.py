import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connect.failure import ConnectError
from app.connect.formats.document import expected, same
from app.connect.formats.jsonc import Jsonc
from app.connect.inverse import KeyRecord, leaves, taken_back, written
from app.connect.plan import ABSENT, KeyEdit, Value

PATH = Path("/home/me/settings.json")


def document(text: str) -> Jsonc:
    return Jsonc.parsed(text.encode(), PATH)


KEYS = st.sampled_from(["a", "b", "env", "model", 'q"\\', "名", "a.b"])
BLANKS = st.sampled_from(
    ["", "", "", " ", "\n", "\n  ", "\r\n\t", " // c\n", "/* d */", "\n  /* {\n} */ "]
)
SCALARS = st.sampled_from(
    ["1", '"x"', "true", "null", "1.50", '"\\u0041"', "[1, 2]", "[]", "-0", "[1, {},]"]
)


@st.composite
def objects(draw: st.DrawFn, depth: int = 2) -> str:
    """The text of an object with blanks and comments wherever they may be."""
    keys: list[str] = draw(st.lists(KEYS, unique=True, max_size=4))
    parts = []
    for key in keys:
        nested = depth > 0 and draw(st.booleans())
        value = draw(objects(depth=depth - 1)) if nested else draw(SCALARS)
        escaped: bool = draw(st.booleans())
        spelled = json.dumps(key, ensure_ascii=escaped)
        parts.append(f"{draw(BLANKS)}{spelled}{draw(BLANKS)}:{draw(BLANKS)}{value}{draw(BLANKS)}")
    trailing: bool = draw(st.booleans())
    comma = "," + draw(BLANKS) if parts and trailing else ""
    return "{" + ",".join(parts) + comma + draw(BLANKS) + "}"


@st.composite
def texts(draw: st.DrawFn) -> str:
    body = draw(objects()) if draw(st.integers(0, 9)) else ""
    return draw(BLANKS) + body + draw(BLANKS)


PATHS = st.lists(KEYS, min_size=1, max_size=3).map(tuple)
NEW: st.SearchStrategy[Value] = st.sampled_from(
    [ABSENT, ABSENT, "ours", True, 0, 2.5, None, ["x"], {}, {"n": {"m": 1}}]
)
EDITS = st.lists(st.builds(KeyEdit, PATHS, NEW), min_size=1, max_size=5)


def done(before: Jsonc, edits: list[KeyEdit]) -> tuple[Jsonc, list[KeyRecord]]:
    """As many of `edits` as are possible, each key once."""
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
        after, reason = taken_back(after, record)  # type: ignore[assignment]
        assert reason == ""
    assert after.text == text


@given(texts(), PATHS, NEW)
def test_an_edit_changes_the_meaning_of_one_key_only(text: str, path: Any, value: Value) -> None:
    before = document(text)
    try:
        after, splice = before.changed(path, value)
    except ConnectError:
        return
    wanted = dict(before.plain) if splice is None else expected(before.plain, path, value)
    assert same(after.plain, wanted)
    if splice is not None:
        assert after.text.startswith(text[: splice.start])
        assert after.text.endswith(text[splice.end :])
    if value is ABSENT:
        assert after.leniencies <= before.leniencies


@given(texts(), EDITS, st.builds(KeyEdit, PATHS, NEW))
def test_what_somebody_adds_meanwhile_stays_with_its_meaning(
    text: str, edits: list[KeyEdit], foreign: KeyEdit
) -> None:
    ours, records = done(document(text), edits)
    if any(
        foreign.path[: len(one.path)] == one.path[: len(foreign.path)] for one in records
    ) or isinstance(foreign.value, dict):
        return
    try:
        both, splice = ours.changed(foreign.path, foreign.value)
        alone, _ = document(text).changed(foreign.path, foreign.value)
    except ConnectError:
        return
    if splice is None:
        return
    for record in reversed(records):
        both, reason = taken_back(both, record)  # type: ignore[assignment]
        assert reason == ""
    assert same(both.plain, alone.plain)
    assert both.leniencies <= max(alone.leniencies, document(text).leniencies)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{\n  "k": 1\n}'),
        ('{"a":1}', '{"a":1,"k":1}'),
        ('{ "a": 1 }', '{ "a": 1, "k": 1 }'),
        ('{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"k": 1\n}'),
        ('{\r\n    "a": 1\r\n}', '{\r\n    "a": 1,\r\n    "k": 1\r\n}'),
        ('{\n  "a": 1,\n}', '{\n  "a": 1,\n  "k": 1,\n}'),
        ('{\n  "a": 1 // one\n}', '{\n  "a": 1, // one\n  "k": 1\n}'),
        ('{"a": 1 // one\n}', '{"a": 1, // one\n  "k": 1\n}'),
    ],
)
def test_a_new_key_is_written_as_its_neighbours_are(before: str, after: str) -> None:
    assert document(before).edited([KeyEdit(("k",), 1)]).decode() == after


def test_nested_values_follow_the_file_too() -> None:
    text = '{\r\n\t"a": 1\r\n}\r\n'
    after = document(text).edited([KeyEdit(("p", "q"), [1, {"r": "名"}])]).decode()
    assert after == (
        '{\r\n\t"a": 1,\r\n\t"p": {\r\n\t\t"q": [\r\n\t\t\t1,\r\n\t\t\t{\r\n\t\t\t\t"r": "名"\r\n'
        "\t\t\t}\r\n\t\t]\r\n\t}\r\n}\r\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"k": 1}', "{}"),
        ('{\n  "k": 1\n}', "{}"),
        ('{"k": 1, "b": 2}', '{ "b": 2}'),
        ('{"a": 1, "k": 2}', '{"a": 1}'),
        ('{\n  "a": 1,\n  "k": 2, // of k\n  "b": 3\n}', '{\n  "a": 1,\n  // of k\n  "b": 3\n}'),
        ('{\n  // of k\n  "k": 1, "b": 2\n}', '{\n  // of k\n  "b": 2\n}'),
        ('{\n  "a": 1, // of a\n  "k": 2\n}', '{\n  "a": 1 // of a\n}'),
        ('{\n  "k": 1,\n}', "{}"),
    ],
)
def test_taking_a_key_out_leaves_the_comments(before: str, after: str) -> None:
    assert document(before).edited([KeyEdit(("k",), ABSENT)]).decode() == after


def test_values_are_what_they_mean() -> None:
    found = document('{"a": {"b": [1, {"c": null}]}, "\\u0064": 1.0}')
    assert found.value(("a", "b")) == [1, {"c": None}]
    assert found.value(("d",)) == 1.0
    assert found.value(("a", "b", "c")) is ABSENT
    assert found.value(("x",)) is ABSENT
    assert found.source(("d",)) == "1.0"


def test_an_edit_to_the_same_value_leaves_its_spelling() -> None:
    text = '{"a": "\\u0041", "b": 1.50}'
    assert document(text).edited([KeyEdit(("a",), "A"), KeyEdit(("b",), 1.5)]).decode() == text


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ConnectError, match="cannot hold"):
        document("{}").edited([KeyEdit(("a",), object())])  # type: ignore[arg-type]
