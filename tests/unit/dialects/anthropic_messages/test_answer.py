import json
from typing import Any

import pytest

from app.core import carrier
from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import Event, Failed, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind, Refused
from app.core.fold import Answer, unfold
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.anthropic_messages.answer import encode_response
from tests.dialects.anthropic_wire import reply
from tests.dialects.vendor_schemas import validator

_OWN = Origin("anthropic_messages")


def written(*parts: Any, beta: bool = False, **answer: Any) -> dict[str, Any]:
    given = {"reason": "stop", "usage": Usage(5, output=3), **answer}
    events = unfold(Answer("a", "m", parts, **given))
    message: dict[str, Any] = json.loads(encode_response(events, reply(beta=beta)))
    validator("anthropic", "BetaMessage" if beta else "Message")(message)
    return message


def test_a_message_names_the_client_s_model_and_an_id_of_its_own() -> None:
    message = written(Text("Hi"))
    assert message["id"] == "msg_abc123"
    assert message["model"] == "my-model"
    assert message["content"] == [{"type": "text", "text": "Hi", "citations": None}]
    assert message["stop_reason"] == "end_turn"


def test_the_beta_form_has_its_extra_keys() -> None:
    message = written(Text("Hi"), beta=True)
    assert message["context_management"] is None
    assert message["diagnostics"] is None
    assert message["usage"]["iterations"] is None
    assert "context_management" not in written(Text("Hi"))


@pytest.mark.parametrize(
    ("reason", "parts", "told"),
    [
        ("stop", (Text("a"),), "end_turn"),
        ("stop", (ToolCall("a", "b", "{}"),), "tool_use"),
        ("tool_calls", (Text("a"),), "end_turn"),
        ("tool_calls", (ToolCall("a", "b", "{}"),), "tool_use"),
        ("length", (Text("a"),), "max_tokens"),
        ("context_window", (Text("a"),), "model_context_window_exceeded"),
        ("stop_sequence", (Text("a"),), "end_turn"),
        ("pause", (Text("a"),), "pause_turn"),
        ("compaction", (Text("a"),), "end_turn"),
        ("stop", (Refusal("No."),), "refusal"),
        ("refusal", (), "refusal"),
    ],
)
def test_the_stop_reason_fits_the_content(reason: str, parts: Any, told: str) -> None:
    assert written(*parts, reason=reason)["stop_reason"] == told


def test_compaction_is_a_word_of_the_beta_form() -> None:
    assert written(Text("a"), reason="compaction", beta=True)["stop_reason"] == "compaction"


def test_a_stop_sequence_is_named() -> None:
    message = written(Text("a"), reason="stop_sequence", stop_sequence="END")
    assert (message["stop_reason"], message["stop_sequence"]) == ("stop_sequence", "END")


def test_a_refusal_is_text_and_details() -> None:
    message = written(Refusal("I will not."), reason="refusal")
    assert message["content"][0]["text"] == "I will not."
    assert message["stop_details"] == {
        "type": "refusal",
        "category": None,
        "explanation": "I will not.",
    }


def test_the_vendor_s_own_details_are_kept() -> None:
    details = {"type": "refusal", "category": "bio", "explanation": None}
    closing = Sidecar(_OWN, {"stop_details": details, "news": 1})
    message = written(reason="refusal", closing=closing)
    assert message["stop_details"] == details
    assert message["news"] == 1


def test_a_length_stop_drops_the_call_that_it_cut() -> None:
    cut = written(Text("a"), ToolCall("x", "Bash", '{"comm'), reason="length")
    assert [block["type"] for block in cut["content"]] == ["text"]
    assert cut["stop_reason"] == "max_tokens"
    whole = written(ToolCall("x", "Bash", '{"a":1}'), reason="length")
    assert whole["content"][0]["input"] == {"a": 1}


def test_a_call_has_its_input_as_an_object_and_a_caller() -> None:
    (block,) = written(ToolCall("x", "Bash", "not json"))["content"]
    assert block["input"] == {"_raw": "not json"}
    assert block["caller"] == {"type": "direct"}


def test_a_genuine_signature_goes_out_and_any_other_proof_is_carried() -> None:
    own = Thinking("Hm", sidecar=Sidecar(_OWN, {"signature": "sig"}))
    look_alike = Sidecar(Origin("anthropic_messages", "deepseek", "r"), {"signature": "uuid"})
    foreign = Sidecar(Origin("openai_chat", "p", "m"), {"reasoning_details": []})
    signatures = [
        written(part)["content"][0]["signature"]
        for part in (own, Thinking("Hm", sidecar=look_alike), Thinking("Hm", sidecar=foreign))
    ]
    assert signatures[0] == "sig"
    assert carrier.unpack(signatures[1], "Hm", b"") == look_alike
    assert carrier.unpack(signatures[2], "Hm", b"") == foreign
    unsigned = written(Thinking("Hm"))["content"][0]["signature"]
    assert carrier.unpack(unsigned, "Hm", b"") == Sidecar(Origin("dragoman"), {})


def test_hidden_thinking_goes_out_hidden() -> None:
    own = Thinking("", redacted=True, sidecar=Sidecar(_OWN, {"data": "xyz"}))
    assert written(own)["content"] == [{"type": "redacted_thinking", "data": "xyz"}]
    foreign = Sidecar(Origin("openai_chat", "p", "m"), {"encrypted": "e"})
    (block,) = written(Thinking("", redacted=True, sidecar=foreign))["content"]
    assert carrier.unpack(block["data"], "", b"") == foreign
    assert written(Thinking("", redacted=True))["content"] == []


def test_opaque_parts_go_home_whole_and_elsewhere_as_words() -> None:
    upload = {"type": "container_upload", "file_id": "file_1"}
    native = Opaque("container_upload", "", Sidecar(_OWN, upload))
    assert written(native)["content"] == [upload]
    foreign = Sidecar(Origin("openai_chat"), {"x": 1})
    assert written(Opaque("x", "words", foreign))["content"][0]["text"] == "words"
    assert written(Opaque("x", "", foreign))["content"] == []


def test_an_answer_without_words_has_no_empty_block() -> None:
    assert written(Text(""))["content"] == []


def test_tokens_are_estimated_where_the_provider_counts_none() -> None:
    counts = written(Text("a" * 400), usage=None)["usage"]
    assert (counts["input_tokens"], counts["output_tokens"]) == (42, 100)


def test_what_the_provider_said_first_is_kept_where_it_says_no_more() -> None:
    events: list[Event] = [
        Started("a", "m", Usage(7, output=1), Sidecar(_OWN, {"container": None, "id": "evil"})),
        PartStarted(0, Text("")),
        PartDelta(0, "x"),
        PartEnded(0),
        Finished("stop"),
    ]
    message = json.loads(encode_response(events, reply()))
    assert message["id"] == "msg_abc123"
    assert message["usage"]["input_tokens"] == 7


def test_a_failed_answer_has_no_whole_form() -> None:
    failure = Failure(FailureKind.CUT, "It broke off.")
    with pytest.raises(Refused) as refused:
        encode_response([Started(), Failed(failure)], reply())
    assert refused.value.failure is failure


def test_a_foreign_proof_behind_the_last_words_is_not_the_last_block() -> None:
    proof = Thinking(
        "", redacted=True, sidecar=Sidecar(Origin("gemini"), {"thoughtSignature": "s"})
    )
    own = Thinking("", redacted=True, sidecar=Sidecar(_OWN, {"data": "xyz"}))
    call = ToolCall("1", "f", "{}")
    for parts, kinds in (
        ((Text("Hi"), proof), ["text"]),
        ((proof,), ["redacted_thinking"]),
        ((Text("Hi"), own), ["text", "redacted_thinking"]),
        ((proof, Text("Hi")), ["redacted_thinking", "text"]),
        ((Text("Hi"), proof, call), ["text", "redacted_thinking", "tool_use"]),
        ((Text("Hi"), call, proof), ["text", "tool_use", "redacted_thinking"]),
    ):
        assert [block["type"] for block in written(*parts)["content"]] == kinds
