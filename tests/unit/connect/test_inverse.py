from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.connect.formats.document import Document
from app.connect.formats.notations import parse
from app.connect.inverse import CHANGED, KeyRecord, heir, leaves, taken_back, written
from app.connect.plan import ABSENT, KeyEdit, Notation


def document(text: str, notation: Notation = "jsonc") -> Document:
    return parse(notation, text.encode(), Path("/home/me/settings"))


def test_an_object_is_taken_apart_so_that_keys_beside_ours_stay() -> None:
    edits = leaves([KeyEdit(("a",), {"b": 1, "c": {"d": [2]}, "e": {}}, secret=True, keep=True)])
    assert [(edit.path, edit.value, edit.secret, edit.keep) for edit in edits] == [
        (("a", "b"), 1, True, True),
        (("a", "c", "d"), [2], True, True),
        (("a", "e"), {}, True, True),
    ]


def test_a_key_that_was_taken_out_comes_back_to_its_place_among_other_changes() -> None:
    text = '{\n  "a": 1,\n  "k": "x", // of k\n  "b": 2\n}\n'
    after, record = written(document(text), KeyEdit(("k",), ABSENT), None)
    edited = document(after.text.replace('"b": 2', '"b": [3, 4],\n  "c": {"k": 1}'))
    back, reason = taken_back(edited, record)
    assert reason == ""
    assert back.text == text.replace('"b": 2', '"b": [3, 4],\n  "c": {"k": 1}')


def test_a_key_whose_place_is_gone_comes_back_at_the_end_as_it_was_spelled() -> None:
    after, record = written(document('{"k": "\\u0041", "b": 2}'), KeyEdit(("k",), ABSENT), None)
    assert after.text == '{ "b": 2}'
    back, reason = taken_back(document('{\n  "z": 1\n}'), record)
    assert (back.text, reason) == ('{\n  "z": 1,\n  "k": "\\u0041"\n}', "")


def test_the_former_spelling_comes_back() -> None:
    after, record = written(document('{"n": 1.50e0}'), KeyEdit(("n",), 2), None)
    assert taken_back(after, record)[0].text == '{"n": 1.50e0}'


@pytest.mark.parametrize("now", ['{"a": 3}', '{"a": null}', '{"a": {"b": 1}}', "{}"])
def test_what_somebody_changed_is_left_with_the_reason(now: str) -> None:
    _, record = written(document('{"a": 1}'), KeyEdit(("a",), 2), None)
    back, reason = taken_back(document(now), record)
    assert (back.text, reason) == (now, CHANGED)


def test_nothing_is_said_of_what_is_back_already() -> None:
    _, record = written(document('{"a": 1}'), KeyEdit(("a",), 2), None)
    back, reason = taken_back(document('{"a": 1, "b": 2}'), record)
    assert (back.text, reason) == ('{"a": 1, "b": 2}', "")


@pytest.mark.parametrize(
    ("notation", "text", "left"),
    [
        ("jsonc", '{"z": 1, "p": {"q": {"k": 1}}}', '{"z": 1}'),
        ("jsonc", '{"p": {"q": {"k": 1 /* c */}}, "z": 1}', '{"p": {"q": { /* c */}}, "z": 1}'),
        ("jsonc", '{"p": {"q": {"k": 1}, "r": 2}}', '{"p": { "r": 2}}'),
        ("toml", "[p.q]\nk = 1\n[z]\n", "[z]\n"),
        ("toml", "p.q.k = 1\nz = 1\n", "z = 1\n"),
        ("toml", "p = { q = { k = 1 } }\nz = 1\n", "z = 1\n"),
        ("toml", "z = 1\n\n[p.q]\n# theirs\nk = 1\n", "z = 1\n\n[p.q]\n# theirs\n"),
    ],
)
def test_parents_that_we_made_go_where_nothing_else_is_in_them(
    notation: Notation, text: str, left: str
) -> None:
    record = KeyRecord(("p", "q", "k"), 1, ABSENT, made=2)
    assert taken_back(document(text, notation), record)[0].text == left


def test_parents_that_were_there_stay() -> None:
    record = KeyRecord(("p", "q", "k"), 1, ABSENT, made=1)
    assert taken_back(document('{"p": {"q": {"k": 1}}}'), record)[0].text == '{"p": {}}'


def test_a_second_edit_keeps_the_first_former_value() -> None:
    first, record = written(document('{"a": "theirs"}'), KeyEdit(("a",), "one"), None)
    second, record = written(first, KeyEdit(("a",), "two and more"), record)
    assert record.former == "theirs"
    assert taken_back(second, record)[0].text == '{"a": "theirs"}'


@pytest.mark.parametrize("values", [("x", ABSENT), (ABSENT, "x"), ("x", ABSENT, "y"), ({}, "x")])
@pytest.mark.parametrize("text", ['{"a": "theirs", "b": 1}', '{"b": 1}', "{}"])
def test_edits_one_after_the_other_come_back_to_the_first(text: str, values: Any) -> None:
    after: Document = document(text)
    record = None
    for value in values:
        after, record = written(after, KeyEdit(("a",), value), record)
    assert record is not None
    back, reason = taken_back(after, record)
    assert reason == ""
    assert back.plain == document(text).plain


def test_a_value_that_only_we_can_have_written_is_not_theirs() -> None:
    for edit in (
        KeyEdit(("a",), "key", secret=True),
        KeyEdit(("a",), "http://127.0.0.1:1"),
        KeyEdit(("a",), "http://localhost:1/v1"),
        KeyEdit(("a",), "http://[::1]:1"),
    ):
        text = f'{{"a": "{edit.value}"}}'
        _, record = written(document(text), edit, None)
        assert record.former is ABSENT
    for edit in (KeyEdit(("a",), "claude"), KeyEdit(("a",), "http://x.example")):
        _, record = written(document(f'{{"a": "{edit.value}"}}'), edit, None)
        assert record.idle


def test_an_undo_never_leaves_a_comma_that_strict_readers_refuse() -> None:
    after, record = written(document("{}"), KeyEdit(("k",), 1), None)
    edited = document(after.text.replace("{", '{"x": 1,', 1))
    back, _ = taken_back(edited, record)
    assert back.plain == {"x": 1}
    assert back.leniencies == 0


def test_a_file_with_other_line_ends_gives_everything_back_to_its_place() -> None:
    text = '{\n  "a": 1, // a\n  "k": 2, // k\n  "b": 3\n}\n'
    after, record = written(document(text), KeyEdit(("k",), ABSENT), None)
    back, _ = taken_back(document(after.text.replace("\n", "\r\n")), record)
    assert back.text == text.replace("\n", "\r\n")


def test_a_parent_made_for_one_is_the_others_to_take_out() -> None:
    gone = KeyRecord(("p", "q", "a"), 1, ABSENT, made=2)
    other = KeyRecord(("p", "q", "b"), 1, ABSENT)
    assert heir(gone, other) == replace(other, made=2)
    for apart in (KeyRecord(("z", "b"), 1, ABSENT), KeyRecord(("p",), 1, ABSENT)):
        assert heir(gone, apart) == apart
    assert heir(replace(gone, made=0), other) == other


@pytest.mark.parametrize("now", ['{"p": "text"}', '{"p": [1]}', '{"p": null}'])
def test_a_key_does_not_come_back_into_what_is_no_object_any_more(now: str) -> None:
    _, record = written(document('{"p": {"k": 1}}'), KeyEdit(("p", "k"), ABSENT), None)
    back, reason = taken_back(document(now), record)
    assert back.text == now
    assert reason
