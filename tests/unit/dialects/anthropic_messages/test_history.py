from app.core.conversation import Text, ToolCall, ToolResult, Turn
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages.history import ordered, split, trimmed


def in_order(*turns: Turn, system_in_place: bool = True) -> tuple[Turn, ...]:
    return ordered(turns, system_in_place=system_in_place, lose=lambda _: None)


def user(*parts: Text | ToolResult) -> Turn:
    return Turn("user", parts)


def assistant(*parts: Text | ToolCall) -> Turn:
    return Turn("assistant", parts)


def call(call_id: str) -> ToolCall:
    return ToolCall(call_id, "Bash", "{}")


def result(call_id: str) -> ToolResult:
    return ToolResult(call_id, (Text("done"),))


def test_the_system_prompt_is_what_stands_first() -> None:
    system, hello = Turn("system", (Text("s"),)), user(Text("Hello"))
    assert split((system, system, hello, system)) == ((system, system), (hello, system))
    assert split((system,)) == ((system,), ())
    assert split((hello,)) == ((), (hello,))


def test_results_of_several_turns_are_one_turn_and_stand_first() -> None:
    got = in_order(
        assistant(call("a"), call("b")),
        user(result("a")),
        user(Text("and"), result("b")),
    )
    assert got[1] == user(result("a"), result("b"), Text("and"))


def test_an_unanswered_call_gets_an_answer_unless_it_is_last() -> None:
    got = in_order(assistant(call("a")), user(Text("Stop")))
    assert got[1] == user(ToolResult("a", (Text("[interrupted]"),)), Text("Stop"))
    assert in_order(user(Text("x")), assistant(call("a")))[1] == assistant(call("a"))


def test_a_result_without_a_call_becomes_words_and_is_told() -> None:
    lost: list[str] = []
    got = ordered((user(result("gone")),), system_in_place=True, lose=lost.append)
    assert got == (user(Text("[Tool result gone]:"), Text("done")),)
    assert lost == ["gone"]


def test_odd_ids_are_rewritten_on_both_sides_the_same_way() -> None:
    turns = (assistant(call("functions.Bash:0")), user(result("functions.Bash:0")))
    (said, heard) = in_order(*turns)
    assert in_order(*turns) == (said, heard)
    first, second = said.parts[0], heard.parts[0]
    assert isinstance(first, ToolCall)
    assert isinstance(second, ToolResult)
    assert first.id == second.call_id
    assert first.id.startswith("toolu_")


def test_an_id_that_occurs_again_is_made_new_with_its_result() -> None:
    turns = (assistant(call("call_0")), user(result("call_0")))
    got = in_order(*turns, *turns, *turns)
    calls = [p.id for turn in got for p in turn.parts if isinstance(p, ToolCall)]
    results = [p.call_id for turn in got for p in turn.parts if isinstance(p, ToolResult)]
    assert len(set(calls)) == 3
    assert calls == results
    assert calls[0] == "call_0"
    assert in_order(*turns, *turns)[:4] == got[:4]


def test_two_calls_of_one_id_are_answered_in_their_order() -> None:
    first, second = ToolResult("a", (Text("1"),)), ToolResult("a", (Text("2"),))
    said, heard = in_order(assistant(call("a"), call("a")), user(first, second))
    ids = [p.id for p in said.parts if isinstance(p, ToolCall)]
    assert [p.call_id for p in heard.parts if isinstance(p, ToolResult)] == ids
    assert len(set(ids)) == 2


def test_instructions_in_the_middle_stay_where_they_are_if_they_may() -> None:
    system = Turn("system", (Text("Now"),), Sidecar(Origin("x"), {}))
    assert in_order(user(Text("Hi")), system)[1] == system


def test_instructions_in_the_middle_are_else_a_reminder_from_the_user() -> None:
    wrapped = "<system-reminder>\nNow\n</system-reminder>"
    got = in_order(user(Text("Hi")), Turn("system", (Text("Now"),)), system_in_place=False)
    assert got == (user(Text("Hi"), Text(wrapped)),)
    again = in_order(Turn("system", (Text(wrapped),)), system_in_place=False)
    assert again == (user(Text(wrapped)),)


def test_blanks_at_the_end_of_a_prefill_are_cut() -> None:
    assert trimmed((Text("a \n"),)) == (Text("a"),)
    assert trimmed((Text("a "), call("b"))) == (Text("a "), call("b"))
    assert trimmed(()) == ()
