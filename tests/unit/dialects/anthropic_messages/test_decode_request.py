import json
from typing import Any

import pytest

from app.core.conversation import CacheMark, Opaque, Text, Turn
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages.decode_request import decode_request
from app.dialects.base import ClientCall
from tests.dialects.anthropic_wire import decoded, request

_ORIGIN = Origin("anthropic_messages")


def test_the_model_is_kept_as_the_client_named_it() -> None:
    assert decoded(request(model="claude-x[1m]")).model == "claude-x[1m]"


def test_the_system_prompt_is_one_leading_turn() -> None:
    assert decoded(request(system="Be brief.")).turns[0] == Turn("system", (Text("Be brief."),))
    blocks = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert decoded(request(system=blocks)).turns[0] == Turn("system", (Text("a"), Text("b")))
    assert decoded(request(system="")).turns[0].role == "user"


def test_claude_code_s_system_messages_stand_where_they_were() -> None:
    newest = {
        "role": "system",
        "content": [{"type": "text", "text": "T", "cache_control": {"type": "ephemeral"}}],
        "output_config": {"effort": "low"},
    }
    later = {"role": "system", "content": "T"}
    said = {"role": "user", "content": "Hello"}
    turns = decoded(request(said, newest, said, later)).turns
    assert [turn.role for turn in turns] == ["user", "system", "user", "system"]
    assert turns[1].parts == (Text("T", CacheMark()),)
    assert turns[1].sidecar == Sidecar(_ORIGIN, {"output_config": {"effort": "low"}})
    assert turns[3] == Turn("system", (Text("T"),))


def test_the_billing_header_is_set_apart_whole() -> None:
    header = {
        "type": "text",
        "text": "x-anthropic-billing-header: cc_version=2.1.329.abc;",
        "cache_control": {"type": "ephemeral", "ttl": "5m"},
    }
    system = [header, {"type": "text", "text": "Be brief."}]
    turn = decoded(request(system=system)).turns[0]
    assert turn.parts == (
        Opaque("billing_header", "", Sidecar(_ORIGIN, header)),
        Text("Be brief."),
    )


def test_the_billing_header_is_split_off_a_longer_text() -> None:
    words = "x-anthropic-billing-header: cc_version=1;\n\nBe brief."
    turn = decoded(request(system=words)).turns[0]
    block = {"type": "text", "text": "x-anthropic-billing-header: cc_version=1;\n"}
    assert turn.parts == (
        Opaque("billing_header", "", Sidecar(_ORIGIN, block)),
        Text("\nBe brief."),
    )


def test_unknown_fields_and_the_headers_that_matter_travel_in_the_sidecar() -> None:
    body = request(safeguards=[{"type": "dangerous_tool_use"}], context_management={"edits": []})
    conversation = decoded(body, anthropic_beta="a,b", anthropic_version="2026-10-21")
    assert conversation.sidecar == Sidecar(
        _ORIGIN,
        {
            "safeguards": [{"type": "dangerous_tool_use"}],
            "context_management": {"edits": []},
            "anthropic-beta": "a,b",
            "anthropic-version": "2026-10-21",
        },
    )


def test_a_body_cannot_pose_as_a_header() -> None:
    assert decoded(request(**{"anthropic-beta": "x\r\ny"})).sidecar is None


def test_a_beta_address_alone_marks_the_beta_form() -> None:
    call = ClientCall(json.dumps(request()).encode(), {}, {"beta": "true"})
    assert decode_request(call).sidecar == Sidecar(_ORIGIN, {"anthropic-beta": ""})


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({}, "model: Field required"),
        (request(model=""), "model: String should have at least 1 character"),
        ({"model": "m", "messages": [1]}, "max_tokens: Field required"),
        ({"model": "m", "max_tokens": 1}, "messages: Field required"),
        ({"model": "m", "max_tokens": 1, "messages": "Hello"}, "messages: Input should be"),
        (
            {"model": "m", "max_tokens": 1, "messages": []},
            "messages: at least one message is required",
        ),
        (request({"content": "x"}), "messages.0.role: Field required"),
        (request({"role": "tool", "content": "x"}), "messages.0.role: Input should be 'user'"),
        (request({"role": "user"}), "messages.0.content: Field required"),
        (
            request({"role": "user", "content": [{"type": "text", "text": 1}]}),
            "messages.0.content.0.text: Input should be a valid string",
        ),
        (request(system=[1]), "system.0: Input should be a valid dictionary"),
    ],
)
def test_a_wrong_request_is_refused_with_the_field_s_path(body: Any, complaint: str) -> None:
    with pytest.raises(Refused) as refused:
        decoded(body)
    assert refused.value.failure.message.startswith(complaint)
    assert refused.value.failure.status == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"model":' + b"[" * 5000])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(Refused, match="request body"):
        decode_request(ClientCall(body))


def test_half_a_character_from_a_javascript_client_does_no_harm() -> None:
    body = b'{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"a\\ud83d"}]}'
    assert decode_request(ClientCall(body)).turns[0].parts == (Text("a\ufffd"),)
