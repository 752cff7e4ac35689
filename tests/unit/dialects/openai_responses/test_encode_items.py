from typing import Any

from app.core.conversation import (
    Image,
    Inline,
    Opaque,
    Refusal,
    Remote,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_responses.wire import ORIGIN
from tests.dialects.responses_wire import (
    NAME,
    assistant,
    conversation,
    encoded,
    items,
    losses,
    system,
    user,
)

PROOF = {"id": "rs_1", "encrypted_content": "gAAAA"}
CALL = ToolCall("a", "f", "{}")
RESULT = ToolResult("a", (Text("done"),))


def test_leading_instructions_of_another_wire_are_the_field() -> None:
    body = encoded(conversation(system("One.", "Two."), system("Three."), user("Hi")))
    assert body["instructions"] == "One.\n\nTwo.\n\nThree."
    assert len(body["input"]) == 1


def test_later_instructions_stay_in_their_place() -> None:
    roles = [item["role"] for item in items(user("a"), system("b"), user("c"))]
    assert roles == ["user", "developer", "user"]


def test_a_turn_of_the_model_is_its_items_in_order() -> None:
    found = items(user("Hi"), assistant("I look.", CALL, "And on."), user(RESULT, "Thanks"))
    assert [item["type"] for item in found] == [
        "message",
        "message",
        "function_call",
        "message",
        "function_call_output",
        "message",
    ]
    assert found[2] == {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"}
    assert found[4] == {"type": "function_call_output", "call_id": "a", "output": "done"}


def test_results_stand_before_what_the_user_says() -> None:
    found = items(user("Hi"), assistant(CALL), user("Look", RESULT))
    assert [item["type"] for item in found[2:]] == ["function_call_output", "message"]


def test_a_call_without_an_answer_was_interrupted_and_an_answer_without_a_call_is_told() -> None:
    found = items(user("Hi"), assistant(CALL), user("Never mind"))
    assert found[2] == {"type": "function_call_output", "call_id": "a", "output": "[interrupted]"}
    orphan = items(user(RESULT))
    assert [part["text"] for part in orphan[0]["content"]] == ["[Tool result a]:", "done"]


def test_a_picture_in_a_result_stays_there() -> None:
    result = ToolResult("a", (Text("see"), Image(Inline("image/png", "AA"))), is_error=True)
    output = items(user("Hi"), assistant(CALL), user(result))[2]["output"]
    assert [part["type"] for part in output] == ["input_text", "input_image"]
    assert output[0]["text"] == "Error: see"
    failed = ToolResult("a", (), is_error=True)
    told = items(user("Hi"), assistant(CALL), user(failed))[2]["output"]
    assert told == "Error: the tool failed."


def reasoned(origin: Origin, provider: str = "provider") -> list[dict[str, Any]]:
    thought = Thinking("Hm", sidecar=Sidecar(origin, PROOF))
    said = conversation(user("Hi"), assistant(thought, "Hi"), user("On"))
    found: list[dict[str, Any]] = encoded(said)["input"]
    return [item for item in found if item["type"] == "reasoning"]


def test_reasoning_goes_back_to_its_maker_and_nowhere_else() -> None:
    summary = [{"type": "summary_text", "text": "Hm"}]
    own = [{"type": "reasoning", "summary": summary, **PROOF}]
    assert reasoned(ORIGIN) == own
    assert reasoned(Origin(NAME, "provider", "m")) == own
    assert reasoned(Origin(NAME, "another", "m")) == []
    assert reasoned(Origin("anthropic_messages")) == []


def test_reasoning_that_nothing_follows_is_left_out() -> None:
    thought = Thinking("Hm", sidecar=Sidecar(ORIGIN, PROOF))
    said = conversation(user("Hi"), assistant("Well", thought), user("On"))
    assert "reasoning" not in [item["type"] for item in encoded(said)["input"]]
    assert losses(said) == [("thinking", "marker")]


def test_a_refusal_and_the_phase_of_a_message_are_kept() -> None:
    marked = Text("a", sidecar=Sidecar(ORIGIN, {"message": {"phase": "commentary"}}))
    found = items(user("Hi"), assistant("x", marked, Refusal("No.")), user("On"), client=NAME)
    assert [len(item["content"]) for item in found[1:3]] == [1, 2]
    assert found[2]["phase"] == "commentary"
    assert found[2]["content"][1] == {"type": "refusal", "refusal": "No."}


def test_what_the_wire_has_no_place_for_in_the_model_s_turn_is_lost() -> None:
    odd = Opaque("odd", "[odd]", Sidecar(Origin("x"), {}))
    said = conversation(user("Hi"), assistant(odd, Image(Remote("https://x"))), user("On"))
    assert losses(said) == [("odd", "content"), ("media", "content")]


def test_an_odd_or_repeated_id_is_rewritten_on_both_sides() -> None:
    odd = ToolCall("functions.f:0", "f", "")
    answer = ToolResult("functions.f:0", (Text("x"),))
    found = items(user("Hi"), assistant(odd), user(answer), assistant(odd), user(answer))
    ids = [item["call_id"] for item in found if "call_id" in item]
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert all("." not in found_id for found_id in ids)
