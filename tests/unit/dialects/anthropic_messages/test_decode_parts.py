from typing import Any

import pytest

from app.core.conversation import (
    CacheMark,
    Document,
    Image,
    Inline,
    Opaque,
    Remote,
    Stored,
    Text,
    Thinking,
    ToolCall,
    ToolReference,
    ToolResult,
    Written,
)
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages.decode_parts import part, parts

_ORIGIN = Origin("anthropic_messages")


def test_a_string_and_a_list_of_one_text_give_the_same_parts() -> None:
    assert parts("Hello", "c") == parts([{"type": "text", "text": "Hello"}], "c")
    assert parts("", "c") == parts(None, "c") == ()


def test_a_text_keeps_its_cache_mark_and_its_unknown_fields() -> None:
    block = {
        "type": "text",
        "text": "a",
        "cache_control": {"type": "ephemeral"},
        "citations": [{"type": "char_location"}],
    }
    citations = Sidecar(_ORIGIN, {"citations": [{"type": "char_location"}]})
    assert part(block, "c") == Text("a", CacheMark(), citations)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            {"type": "base64", "media_type": "image/png", "data": "AAAA"},
            Inline("image/png", "AAAA"),
        ),
        ({"type": "url", "url": "https://e.com/a.png"}, Remote("https://e.com/a.png")),
        ({"type": "file", "file_id": "file_1"}, Stored("file_1")),
    ],
)
def test_an_image_has_one_of_three_sources(source: dict[str, Any], expected: Any) -> None:
    assert part({"type": "image", "source": source}, "c") == Image(expected)


def test_an_unknown_source_leaves_the_block_whole() -> None:
    block = {"type": "image", "source": {"type": "hologram"}}
    assert part(block, "c") == Opaque(
        "image", "[unsupported block: image]", Sidecar(_ORIGIN, block)
    )


def test_documents_are_files_words_or_parts() -> None:
    pdf = {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}
    assert part({"type": "document", "source": pdf, "title": "t"}, "c") == Document(
        Inline("application/pdf", "JVBERi0="), title="t"
    )
    words = {"type": "text", "media_type": "text/plain", "data": "words"}
    assert part({"type": "document", "source": words, "context": "x"}, "c") == Document(
        Written("words"), context="x"
    )
    inner = {"type": "content", "content": [{"type": "text", "text": "a"}]}
    assert part({"type": "document", "source": inner}, "c") == Document(None, (Text("a"),))


def test_the_citations_switch_of_a_document_goes_into_its_sidecar() -> None:
    source = {"type": "url", "url": "https://e.com/a.pdf", "new": 1}
    got = part({"type": "document", "source": source, "citations": {"enabled": True}}, "c")
    assert isinstance(got, Document)
    assert got.sidecar is not None
    assert got.sidecar.data == {"citations": {"enabled": True}, "source": {"new": 1}}


def test_thinking_keeps_its_signature_and_without_one_has_no_proof() -> None:
    signed = part({"type": "thinking", "thinking": "Hm", "signature": "sig"}, "c")
    assert signed == Thinking("Hm", sidecar=Sidecar(_ORIGIN, {"signature": "sig"}))
    assert part({"type": "thinking", "thinking": "Hm", "signature": ""}, "c") == Thinking("Hm")


def test_redacted_thinking_is_kept() -> None:
    own = part({"type": "redacted_thinking", "data": "xyz"}, "c")
    assert own == Thinking("", redacted=True, sidecar=Sidecar(_ORIGIN, {"data": "xyz"}))


def test_a_call_s_input_becomes_compact_text_in_its_own_order() -> None:
    block = {"type": "tool_use", "id": "a", "name": "b", "input": {"z": 1, "a": "é"}}
    assert part(block, "c") == ToolCall("a", "b", '{"z":1,"a":"é"}')
    assert part({**block, "input": None}, "c") == ToolCall("a", "b", "{}")


def test_a_result_holds_parts_of_every_kind() -> None:
    block = {
        "type": "tool_result",
        "tool_use_id": "a",
        "is_error": True,
        "content": [
            {"type": "tool_reference", "tool_name": "WebFetch"},
            {"type": "text", "text": "Tool loaded."},
            {"type": "search_result", "title": "T", "source": "S", "content": []},
        ],
    }
    got = part(block, "c")
    assert isinstance(got, ToolResult)
    assert got.is_error is True
    assert got.parts[:2] == (ToolReference("WebFetch"), Text("Tool loaded."))
    assert isinstance(got.parts[2], Opaque)
    assert part({"type": "tool_result", "tool_use_id": "a"}, "c") == ToolResult("a", ())
    assert part({"type": "tool_result", "tool_use_id": "a", "content": "x"}, "c") == ToolResult(
        "a", (Text("x"),)
    )


@pytest.mark.parametrize("kind", ["server_tool_use", "mcp_tool_result", "hologram"])
def test_blocks_of_other_types_stay_whole(kind: str) -> None:
    block = {"type": kind, "name": "n", "cache_control": {"type": "ephemeral"}}
    got = part(block, "c")
    assert isinstance(got, Opaque)
    assert got.kind == kind
    assert got.sidecar == Sidecar(_ORIGIN, block)


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ("text", "c: Input should be a valid dictionary"),
        ({}, "c.type: Field required"),
        ({"type": "text"}, "c.text: Field required"),
        ({"type": "text", "text": 1}, "c.text: Input should be a valid string"),
        ({"type": "text", "text": "a", "cache_control": 1}, "c.cache_control: Input should be"),
        ({"type": "image"}, "c.source: Field required"),
        ({"type": "image", "source": {"type": "url"}}, "c.source.url: Field required"),
        ({"type": "document", "source": {}}, "c.source.type: Field required"),
        ({"type": "tool_use", "id": "a", "name": "b", "input": []}, "c.input: Input should be"),
        ({"type": "tool_result"}, "c.tool_use_id: Field required"),
        (
            {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text"}]},
            "c.content.0.text: Field required",
        ),
    ],
)
def test_a_wrong_block_is_refused_with_its_place(block: Any, complaint: str) -> None:
    with pytest.raises(Refused) as refused:
        part(block, "c")
    assert refused.value.failure.message.startswith(complaint)


def test_results_within_results_end_somewhere() -> None:
    block: dict[str, Any] = {"type": "tool_result", "tool_use_id": "a", "content": "x"}
    for _ in range(10):
        block = {"type": "tool_result", "tool_use_id": "a", "content": [block]}
    with pytest.raises(Refused, match="nests too deeply"):
        part(block, "c")
