import pytest

from app.core.conversation import (
    Document,
    Image,
    Inline,
    Refusal,
    Remote,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from app.core.sidecar import Sidecar
from app.dialects.gemini.wire import ORIGIN
from tests.dialects.gemini_wire import (
    MESSAGES,
    assistant,
    contents,
    conversation,
    encoded,
    hidden,
    losses,
    system,
    user,
)

PNG = Image(Inline("image/png", "AAAA"))
CALL = ToolCall("c1", "f", '{"a": 1}')
OTHER = ToolCall("c2", "g", "")
RESULT = ToolResult("c1", (Text("done"),))


def response(call_id: str, name: str, **answer: str) -> dict[str, object]:
    return {"functionResponse": {"id": call_id, "name": name, "response": answer}}


def test_the_prompt_is_the_system_instruction() -> None:
    said = conversation(system("Be brief.", "Be kind."), system("Be quick."), user("Hi"))
    body = encoded(said)
    assert body["systemInstruction"] == {
        "parts": [{"text": "Be brief."}, {"text": "Be kind."}, {"text": "Be quick."}]
    }
    assert list(body)[-1] == "contents"


def test_instructions_alone_are_the_user_s_words() -> None:
    body = encoded(conversation(system("One."), system("Two.")))
    assert body["systemInstruction"] == {"parts": [{"text": "One."}]}
    assert body["contents"] == [{"role": "user", "parts": [{"text": "Two."}]}]


def test_instructions_in_the_middle_are_a_reminder_in_the_user_s_words() -> None:
    reminder = {"text": "<system-reminder>\nNow.\n</system-reminder>"}
    found = contents(user("Hi"), system("Now."), assistant("Yes"), user("Go"))
    assert found[0] == {"role": "user", "parts": [{"text": "Hi"}, reminder]}
    wrapped = "<system-reminder>\nNow.\n</system-reminder>"
    assert contents(user("Hi"), system(wrapped))[0]["parts"][1] == reminder


def test_speakers_alternate_and_the_user_begins() -> None:
    found = contents(
        assistant("Welcome."), user("Hi"), user("There"), assistant("a"), assistant("b")
    )
    assert [content["role"] for content in found] == ["user", "model", "user", "model"]
    assert found[2]["parts"] == [{"text": "Hi"}, {"text": "There"}]
    assert ("messages", "marker") in losses(conversation(assistant("Welcome."), user("Hi")))


def test_all_responses_come_first_in_one_content_after_the_calls() -> None:
    found = contents(
        user("Hi"),
        assistant(CALL, OTHER),
        user(Text("And"), ToolResult("c2", (Text("two"),)), RESULT, "then"),
    )
    assert found[1]["parts"] == [
        {"functionCall": {"id": "c1", "name": "f", "args": {"a": 1}}},
        {"functionCall": {"id": "c2", "name": "g", "args": {}}},
    ]
    assert found[2]["parts"] == [
        response("c2", "g", output="two"),
        response("c1", "f", output="done"),
        {"text": "And"},
        {"text": "then"},
    ]


def test_a_call_that_nobody_answered_is_answered() -> None:
    interrupted = response("c2", "g", output="[interrupted]")
    found = contents(user("Hi"), assistant(CALL, OTHER), user(RESULT, "Go"))
    assert found[2]["parts"][1] == interrupted
    assert contents(user("Hi"), assistant(OTHER))[2]["parts"] == [interrupted]


def test_a_result_without_its_call_is_told_as_text() -> None:
    said = conversation(user("Hi"), assistant("Yes"), user(RESULT))
    assert encoded(said)["contents"][2]["parts"] == [
        {"text": "[Tool result c1]:"},
        {"text": "done"},
    ]
    assert ("tool_result", "marker") in losses(said)


def test_a_failure_is_an_error() -> None:
    failed = ToolResult("c1", (Text("no such"), Text("file")), is_error=True)
    found = contents(user("Hi"), assistant(CALL), user(failed))
    assert found[2]["parts"] == [response("c1", "f", error="no such\nfile")]


def test_pictures_in_a_result_stand_inside_or_behind_it() -> None:
    pdf = Document(Inline("application/pdf", "JVBE"))
    result = ToolResult("c1", (Text("seen"), PNG, pdf))
    turns = (user("Hi"), assistant(CALL), user(result, "Go"))
    inside = contents(*turns, tool_result_images=True, pdf=True)[2]["parts"]
    assert inside[0]["functionResponse"]["parts"] == [
        {"inlineData": {"mimeType": "image/png", "data": "AAAA"}},
        {"inlineData": {"mimeType": "application/pdf", "data": "JVBE"}},
    ]
    behind = contents(*turns, pdf=True)[2]["parts"]
    assert behind == [
        response("c1", "f", output="seen"),
        {"text": "File from tool result c1:"},
        {"inlineData": {"mimeType": "image/png", "data": "AAAA"}},
        {"inlineData": {"mimeType": "application/pdf", "data": "JVBE"}},
        {"text": "Go"},
    ]


def test_a_picture_at_an_address_stands_behind_every_result() -> None:
    result = ToolResult("c1", (Image(Remote("https://a.example/x.png")),))
    parts = contents(user("Hi"), assistant(CALL), user(result), tool_result_images=True)[2]["parts"]
    assert "parts" not in parts[0]["functionResponse"]
    assert parts[2] == {"fileData": {"mimeType": "image/png", "fileUri": "https://a.example/x.png"}}


def test_a_client_of_this_wire_keeps_its_own_response() -> None:
    own = Sidecar(ORIGIN, {"response": {"rows": [1]}, "scheduling": "SILENT"})
    result = ToolResult("c1", (Text('{"rows":[1]}'),), sidecar=own)
    (part,) = contents(user("Hi"), assistant(CALL), user(result), client="gemini")[2]["parts"]
    assert part == {
        "functionResponse": {
            "id": "c1",
            "name": "f",
            "response": {"rows": [1]},
            "scheduling": "SILENT",
        }
    }


def test_ids_are_left_out_where_the_target_takes_none() -> None:
    found = contents(user("Hi"), assistant(CALL), user(RESULT), call_ids=False)
    assert "id" not in found[1]["parts"][0]["functionCall"]
    assert "id" not in found[2]["parts"][0]["functionResponse"]


def test_an_id_that_comes_again_is_another_one() -> None:
    found = contents(user("Hi"), assistant(CALL), user(RESULT), assistant(CALL), user(RESULT))
    first, second = found[1]["parts"][0], found[3]["parts"][0]
    assert first["functionCall"]["id"] == "c1"
    assert second["functionCall"]["id"] != "c1"
    assert found[4]["parts"][0]["functionResponse"]["id"] == second["functionCall"]["id"]


def test_broken_arguments_are_an_object_all_the_same() -> None:
    broken = ToolCall("c1", "f", '{"a": ')
    (part,) = contents(user("Hi"), assistant(broken), user(RESULT))[1]["parts"]
    assert part["functionCall"]["args"] == {"_raw": '{"a": '}


def test_a_model_without_tools_sees_calls_as_words() -> None:
    found = contents(user("Hi"), assistant(CALL), user("Go"), tools=False)
    assert found[1]["parts"] == [{"text": '[Tool call f: {"a": 1}]'}]


def test_thoughts_of_others_stay_behind_and_are_named_once() -> None:
    said = conversation(
        user("Hi"), assistant(Thinking("Hm"), "a"), user("b"), assistant(Thinking("So"), "c")
    )
    assert [content["parts"] for content in encoded(said)["contents"]] == [
        [{"text": text}] for text in ("Hi", "a", "b", "c")
    ]
    assert losses(said) == [("thinking", "marker")]


def test_a_turn_of_thoughts_alone_is_left_out() -> None:
    found = contents(user("Hi"), assistant(Thinking("Hm")), user("Go"))
    assert found == [{"role": "user", "parts": [{"text": "Hi"}, {"text": "Go"}]}]


def test_a_signed_thought_goes_back_to_its_own() -> None:
    own = Thinking("Hm", sidecar=hidden("U2ln", "own").sidecar)
    assert contents(user("Hi"), assistant(own, "a"))[1]["parts"] == [
        {"text": "Hm", "thought": True, "thoughtSignature": "U2ln"},
        {"text": "a"},
    ]


def test_a_client_of_this_wire_may_send_thoughts_without_a_signature() -> None:
    turns = (user("Hi"), assistant(Thinking("Hm"), "a"))
    assert contents(*turns, client="gemini")[1]["parts"][0] == {"text": "Hm", "thought": True}


def test_a_refusal_and_media_of_the_model_s_own() -> None:
    said = conversation(user("Hi"), assistant(Refusal("No."), PNG))
    assert encoded(said)["contents"][1]["parts"] == [{"text": "No."}]
    assert losses(said) == [("media", "content")]
    own = contents(user("Hi"), assistant(PNG), client="gemini")
    assert own[1]["parts"] == [{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}]


@pytest.mark.parametrize("prefill", ["pass", "none"])
def test_a_last_word_of_the_model_s_is_gone_on_with_as_the_target_can(prefill: str) -> None:
    said = conversation(user("Hi"), assistant("Well,"))
    last = encoded(said, prefill=prefill)["contents"][-1]
    lost = losses(said, prefill=prefill)
    if prefill == "pass":
        assert last == {"role": "model", "parts": [{"text": "Well,"}]}
        assert lost == []
    else:
        assert last["role"] == "user"
        assert lost == [("prefill", "option")]


def test_fields_of_a_client_of_this_wire_stay_on_their_contents() -> None:
    own = Sidecar(ORIGIN, {"zeta": 1})
    turn = user("Hi")
    said = conversation(type(turn)("user", turn.parts, own), client="gemini")
    assert encoded(said)["contents"] == [{"role": "user", "parts": [{"text": "Hi"}], "zeta": 1}]
    assert conversation(client=MESSAGES).client == MESSAGES
