from typing import Any

import pytest

from app.dialects.openai_chat.call_sequence import BLANKS_LIMIT, BrokenCall, Call, CallSequence

Entry = tuple[int | None, str | None, str | None, Any]


def sequence(*entries: Entry) -> CallSequence:
    found = CallSequence()
    for index, raw_id, name, arguments in entries:
        function = {"name": name, "arguments": arguments}
        call = found.call_for({"index": index, "id": raw_id, "function": function}, function)
        call.add(arguments)
    return found


def calls(*entries: Entry) -> list[tuple[str, str, str]]:
    return [(call.raw_id, call.name, call.text) for call in sequence(*entries).calls]


ONE = [("a", "f", '{"x":1}')]
TWO = [("a", "f", '{"x":1}'), ("b", "g", "{}")]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (((0, "a", "f", '{"x"'), (0, None, None, ":1}")), ONE),
        (((0, "a", "f", '{"x"'), (0, "a", "f", ":1}")), ONE),
        (((0, "a", "f", '{"x"'), (0, "", "", ":1}")), ONE),
        (((0, None, None, '{"x"'), (0, "a", "f", ":1}")), ONE),
        (((0, "a", "f", '{"x":1}'), (0, "a", "f", "")), ONE),
        (((0, "a", "f", {"x": 1}),), ONE),
        (((0, "a", "f", '{"x":1}'), (1, "b", "g", "{}")), TWO),
        (((0, "a", "f", '{"x"'), (1, "b", "g", "{}"), (0, None, None, ":1}")), TWO),
        (((0, "a", "f", '{"x":1}'), (0, "b", "g", "{}")), TWO),
        (((None, "a", "f", '{"x"'), (None, None, None, ":1}"), (None, "b", "g", "{}")), TWO),
        (((None, "a", "f", '{"x"'), (None, "b", "g", "{}"), (None, "a", None, ":1}")), TWO),
    ],
)
def test_each_piece_finds_its_call(
    entries: tuple[Entry, ...], expected: list[tuple[str, str, str]]
) -> None:
    assert calls(*entries) == expected


@pytest.mark.parametrize(
    "second", [(0, None, "g", "{}"), (0, None, "f", "{}"), (0, "a", "f", "{}")]
)
def test_arguments_after_whole_ones_are_another_call_s(second: Entry) -> None:
    assert len(calls((0, "a", "f", '{"x":1}'), second)) == 2


def test_a_name_told_twice_is_not_doubled_and_a_later_one_of_the_same_call_is_passed_over() -> None:
    assert calls((0, "a", "f", None), (0, "a", "fx", '{"x":1}')) == ONE


def test_ids_are_unique_and_made_where_they_are_missing_odd_or_taken() -> None:
    found = sequence(
        (0, "a", "f", "{}"), (1, "a", "g", "{}"), (2, "x:0", "h", "{}"), (3, "", "i", "")
    )
    ids = [found.unique_id(call, "seed") for call in found.calls]
    assert ids[0] == "a"
    assert len(set(ids)) == 4
    assert all(one.startswith("call_") for one in ids[1:])


def test_an_answer_s_ids_are_not_another_answer_s() -> None:
    first, second = sequence((0, None, "f", "{}")), sequence((0, None, "f", "{}"))
    assert first.unique_id(first.calls[0], "one") != second.unique_id(second.calls[0], "two")


def test_blanks_without_an_end_are_stopped_and_blanks_between_are_not() -> None:
    call = Call(0)
    for _ in range(10):
        call.add(" " * (BLANKS_LIMIT - 10))
        call.add('"a",')
    for _ in range(BLANKS_LIMIT):
        call.add("\n")
    with pytest.raises(BrokenCall):
        call.add("\n")


def test_a_call_is_whole_once_its_json_is() -> None:
    call = Call(0)
    for piece, whole in (("", False), ('{"a":{}', False), ("}", True), (" \n", True)):
        call.add(piece)
        assert call.complete is whole


def test_calls_that_nobody_saw_and_nobody_can_run_are_dropped() -> None:
    found = sequence(
        (0, "a", "f", "{"), (1, "b", "g", "{}"), (2, "c", "h", "{"), (3, "d", None, "{}")
    )
    found.calls[0].opened = True
    found.drop_unfinished()
    assert [call.raw_id for call in found.calls] == ["a", "b"]
