import pytest

from app.core.conversation import (
    CacheMark,
    Image,
    Inline,
    Opaque,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from app.core.sidecar import Origin, Sidecar
from tests.dialects.chat_wire import (
    MESSAGES,
    NAME,
    assistant,
    conversation,
    loss,
    losses,
    messages,
    system,
    user,
)

PNG = Image(Inline("image/png", "AAAA"))
URL = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
CALL = ToolCall("a", "Read", '{"path":"x"}')
OTHER = ToolCall("b", "Read", "{}")


def result(call_id: str, *parts: Text | Image, error: bool | None = None) -> ToolResult:
    return ToolResult(call_id, parts, error)


def text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


def tool(call_id: str, content: str) -> dict[str, str]:
    return {"role": "tool", "tool_call_id": call_id, "content": content}


def test_the_system_prompt_is_one_message_whose_blocks_are_joined() -> None:
    assert messages(system("A", "B"), user("Hi")) == [
        {"role": "system", "content": "A\n\nB"},
        {"role": "user", "content": "Hi"},
    ]


def test_several_leading_instructions_become_one_message() -> None:
    for client in (NAME, MESSAGES):
        found = messages(system("A"), system("B"), user("Hi"), client=client)
        assert found[0] == {"role": "system", "content": "A\n\nB"}
        assert len(found) == 2


def test_a_chat_client_s_instructions_stay_apart_where_the_target_takes_them_anywhere() -> None:
    found = messages(
        system("A"),
        system("B"),
        user("Hi"),
        client=NAME,
        system_in_place=True,
        system_role="developer",
    )
    assert found[:2] == [
        {"role": "developer", "content": "A"},
        {"role": "developer", "content": "B"},
    ]


def test_claude_code_s_billing_header_never_reaches_the_prompt() -> None:
    header = Opaque("billing_header", "", Sidecar(Origin(MESSAGES), {"text": "x-anthropic-..."}))
    turns = (system(header, "A"), user("Hi"))
    assert messages(*turns)[0] == {"role": "system", "content": "A"}
    assert loss(conversation(*turns), "billing_header").weight == "marker"


def test_instructions_in_the_middle_join_what_the_user_has_just_said() -> None:
    assert messages(user("Hi"), system("Now")) == [
        {"role": "user", "content": "Hi\n\n<system-reminder>\nNow\n</system-reminder>"}
    ]


def test_a_reminder_is_not_wrapped_twice() -> None:
    wrapped = "<system-reminder>Now</system-reminder>"
    assert messages(user("Hi"), system(wrapped)) == [
        {"role": "user", "content": f"Hi\n\n{wrapped}"}
    ]


def test_instructions_after_a_picture_stay_beside_it() -> None:
    found = messages(user(PNG), system("Now"))
    assert found == [
        {"role": "user", "content": [URL, text("<system-reminder>\nNow\n</system-reminder>")]}
    ]


def test_instructions_stay_in_place_where_the_target_takes_them() -> None:
    found = messages(user("Hi"), system("Now"), system_in_place=True)
    assert found[1] == {"role": "system", "content": "Now"}


def test_the_same_instructions_are_the_same_bytes_with_and_without_a_cache_mark() -> None:
    newest = messages(user("Hi"), system(Text("Now", CacheMark())))
    assert newest == messages(user("Hi"), system("Now"))


def test_instructions_between_a_call_and_its_result_wait_for_the_result() -> None:
    found = messages(user("Hi"), assistant(CALL), system("Now"), user(result("a", Text("x"))))
    assert [message["role"] for message in found] == ["user", "assistant", "tool", "user"]


def test_results_come_first_and_together_and_the_words_after_them() -> None:
    found = messages(
        user("Hi"),
        assistant("Reading", CALL, OTHER),
        user("By the way", result("a", Text("1")), result("b", Text("2")), "go on"),
    )
    assert found[1]["content"] == "Reading"
    assert found[2:] == [
        tool("a", "1"),
        tool("b", "2"),
        {"role": "user", "content": "By the way\n\ngo on"},
    ]


def test_a_picture_in_a_result_follows_in_a_labelled_message_after_all_results() -> None:
    found = messages(
        user("Hi"),
        assistant(CALL, OTHER),
        user(result("a", Text("see"), PNG), result("b", Text("2"))),
    )
    assert found[2:] == [
        tool("a", "see"),
        tool("b", "2"),
        {"role": "user", "content": [text("Image from tool result a:"), URL]},
    ]


def test_a_picture_stays_in_its_result_where_the_target_takes_it() -> None:
    found = messages(user("Hi"), assistant(CALL), user(result("a", PNG)), tool_result_images=True)
    assert found[2]["content"] == [URL]
    assert len(found) == 3


def test_an_empty_result_still_answers_its_call() -> None:
    assert messages(user("Hi"), assistant(CALL), user(result("a")))[2] == tool("a", "")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [((Text("no"),), "Error: no"), ((), "Error: the tool failed.")],
)
def test_an_error_is_told_in_words(parts: tuple[Text, ...], expected: str) -> None:
    found = messages(user("Hi"), assistant(CALL), user(result("a", *parts, error=True)))
    assert found[2] == tool("a", expected)


def test_a_call_that_nobody_answered_is_answered_before_the_user_speaks() -> None:
    found = messages(user("Hi"), assistant(CALL, OTHER), user(result("b", Text("2")), "stop"))
    assert found[2:] == [
        tool("b", "2"),
        tool("a", "[interrupted]"),
        {"role": "user", "content": "stop"},
    ]


def test_a_result_without_a_call_is_told_as_text() -> None:
    turns = (user(result("gone", Text("42"), PNG)),)
    assert messages(*turns) == [{"role": "user", "content": [text("[Tool result gone]: 42"), URL]}]
    assert ("tool_result", "marker") in losses(conversation(*turns))


def test_the_second_result_of_one_call_is_told_as_text() -> None:
    found = messages(
        user("Hi"), assistant(CALL), user(result("a", Text("1")), result("a", Text("2")))
    )
    assert found[2:] == [
        tool("a", "1"),
        {"role": "user", "content": "[Tool result a]: 2"},
    ]


def test_ids_are_rewritten_on_both_sides() -> None:
    odd = ToolCall("functions.Read:0", "Read", "{}")
    turns = (user("Hi"), assistant(odd), user(result(odd.id, Text("x"))))
    found = messages(*turns, tool_ids="nine")
    wire_id = found[1]["tool_calls"][0]["id"]
    assert len(wire_id) == 9
    assert wire_id.isalnum()
    assert found[2]["tool_call_id"] == wire_id
    assert messages(*turns)[1]["tool_calls"][0]["id"] == odd.id


def test_an_id_that_a_provider_uses_again_in_a_later_turn_becomes_another() -> None:
    turns = (user("Hi"), assistant(CALL), user(result("a", Text("1"))))
    found = messages(*turns, assistant(CALL), user(result("a", Text("2"))))
    first, second = found[1]["tool_calls"][0]["id"], found[3]["tool_calls"][0]["id"]
    assert (first, found[2]["tool_call_id"], found[4]["tool_call_id"]) == ("a", "a", second)
    assert first != second


def test_calls_without_words_have_null_content_or_an_empty_string() -> None:
    turns = (user("Hi"), assistant(CALL), user(result("a", Text("1"))))
    assert messages(*turns)[1] == {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {
                "id": "a",
                "type": "function",
                "function": {"name": "Read", "arguments": '{"path":"x"}'},
            }
        ],
    }
    assert messages(*turns, null_content=False)[1]["content"] == ""


def test_a_call_without_arguments_has_an_empty_object() -> None:
    found = messages(user("Hi"), assistant(ToolCall("a", "Now", "")), user(result("a")))
    assert found[1]["tool_calls"][0]["function"]["arguments"] == "{}"


def test_two_turns_of_the_model_around_its_calls_are_one_message() -> None:
    found = messages(
        user("Hi"),
        assistant(CALL),
        assistant("And", OTHER),
        user(result("a"), result("b")),
    )
    assert [message["role"] for message in found] == ["user", "assistant", "tool", "tool"]
    assert found[1]["content"] == "And"
    assert [call["id"] for call in found[1]["tool_calls"]] == ["a", "b"]


def test_a_turn_of_thinking_alone_is_left_out() -> None:
    turns = (user("Hi"), assistant(Thinking("Hm")), user("So?"))
    assert [message["role"] for message in messages(*turns)] == ["user", "user"]
    assert messages(*turns, merge_same_role=True) == [{"role": "user", "content": "Hi\n\nSo?"}]
    assert ("thinking", "marker") in losses(conversation(*turns))


def test_a_model_without_tools_reads_its_history_in_words() -> None:
    found = messages(user("Hi"), assistant("Ok", CALL), user(result("a", Text("1"))), tools=False)
    assert found[1:] == [
        {"role": "assistant", "content": 'Ok\n\n[Tool call Read: {"path":"x"}]'},
        {"role": "user", "content": "[Tool result a]: 1"},
    ]


def test_a_refusal_goes_back_as_such_for_a_chat_client_and_as_words_for_others() -> None:
    turns = (user("Hi"), assistant(Refusal("No.")), user("Why?"))
    assert messages(*turns, client=NAME)[1] == {
        "role": "assistant",
        "content": None,
        "refusal": "No.",
    }
    assert messages(*turns)[1] == {"role": "assistant", "content": "No."}


def test_a_chat_client_keeps_its_lists_of_words() -> None:
    turns = (user("a", "b"), assistant(CALL), user(result("a", Text("1"), Text("2"))))
    found = messages(*turns, client=NAME)
    assert found[0]["content"] == [text("a"), text("b")]
    assert found[2]["content"] == [text("1"), text("2")]
    plain = messages(*turns, client=NAME, parts_content=False)
    assert (plain[0]["content"], plain[2]["content"]) == ("a\n\nb", "1\n2")


def test_cache_marks_stay_where_the_target_reads_them() -> None:
    found = messages(
        system(Text("A", CacheMark("1h")), "B"),
        user("Hi"),
        assistant(CALL),
        user(ToolResult("a", (Text("1"),), cache=CacheMark())),
        cache_marks=True,
    )
    marked = {"type": "ephemeral", "ttl": "1h"}
    assert found[0]["content"] == [{**text("A"), "cache_control": marked}, text("B")]
    assert found[1]["content"] == [text("Hi")]
    assert found[3]["content"] == [{**text("1"), "cache_control": {"type": "ephemeral"}}]


def test_a_message_begun_for_the_model_is_marked_where_the_target_wants_it() -> None:
    assert messages(user("Hi"), assistant("Well"), prefill="prefix")[1]["prefix"] is True
    assert "prefix" not in messages(user("Hi"), assistant("Well"))[1]


def test_further_fields_of_a_message_go_back_to_their_own_wire_only() -> None:
    for dialect, expected in ((NAME, True), (MESSAGES, False)):
        turn = Turn("user", (Text("Hi"),), Sidecar(Origin(dialect), {"name": "ada"}))
        assert ("name" in messages(turn, client=dialect)[0]) is expected


def test_a_field_whose_message_is_not_written_is_lost_by_name() -> None:
    named = Turn("system", (Text("B"),), Sidecar(Origin(NAME), {"name": "ada"}))
    for turns in ((system("A"), named, user("Hi")), (user("Hi"), named)):
        assert losses(conversation(*turns, client=NAME)) == [("name", "marker")]
