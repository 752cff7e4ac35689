from app.core.conversation import Opaque, Text, Thinking, ToolCall
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages.open_block import OpenBlock, unknown_fields

_OWN = Origin("anthropic_messages")


def test_a_block_takes_the_text_of_its_own_kind() -> None:
    assert OpenBlock({}, Text("")).takes("text")
    assert OpenBlock({}, Thinking("")).takes("thinking")
    assert not OpenBlock({}, Thinking("", redacted=True)).takes("thinking")
    assert OpenBlock({}, ToolCall("a", "b", "")).takes("partial_json")
    assert not OpenBlock({}, Text("")).takes("partial_json")


def test_the_last_signature_counts() -> None:
    block = OpenBlock({"type": "thinking"}, Thinking(""))
    block.attach("signature_delta", {"signature": "a"})
    block.attach("signature_delta", {"signature": "b"})
    assert block.ending(_OWN) == Sidecar(_OWN, {"signature": "b"})


def test_an_empty_signature_is_no_proof() -> None:
    block = OpenBlock({"type": "thinking", "signature": ""}, Thinking(""))
    assert block.ending(_OWN) is None


def test_the_input_of_a_start_may_be_an_object_a_text_or_nothing() -> None:
    call = ToolCall("a", "b", "")
    assert OpenBlock({"input": {"b": 1, "a": 2}}, call).given_input() == '{"b":1,"a":2}'
    assert OpenBlock({"input": '{"c":1}'}, call).given_input() == '{"c":1}'
    empty: tuple[object, ...] = ({}, "", None)
    for nothing in empty:
        assert OpenBlock({"input": nothing}, call).given_input() == "{}"


def test_an_opaque_block_has_the_input_that_its_deltas_told() -> None:
    wire = {"type": "server_tool_use", "name": "web_search", "input": {}}
    block = OpenBlock(wire, Opaque("server_tool_use", "", Sidecar(_OWN, wire)))
    block.written += ['{"query":', '"q"}']
    part = block.as_opaque(_OWN)
    assert part.sidecar.data["input"] == {"query": "q"}
    assert part.gist == "[web_search was called]"


def test_a_direct_caller_and_nulls_are_nothing_unknown() -> None:
    wire = {"type": "tool_use", "id": "a", "caller": {"type": "direct"}, "toolset_name": None}
    assert unknown_fields(wire, _OWN) is None
    assert unknown_fields({**wire, "news": 1}, _OWN) == Sidecar(_OWN, {"news": 1})
