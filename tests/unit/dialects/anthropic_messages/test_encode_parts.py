import base64
from typing import Any

import pytest

from app.core.conversation import (
    Audio,
    CacheMark,
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Refusal,
    Remote,
    Stored,
    Text,
    Thinking,
    ToolCall,
    ToolReference,
    ToolResult,
    Written,
)
from app.core.failure import FailureKind, Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target
from app.dialects.anthropic_messages.encode_parts import Scribe
from tests.dialects.anthropic_wire import LOOK_ALIKE, NAME, TARGET
from tests.dialects.strategies import PDF, PNG

_OWN = Origin(NAME)
_FOREIGN = "openai_chat"


def scribe(client: str = _FOREIGN, target: Target = TARGET) -> Scribe:
    return Scribe(client, target)


def block(part: Part, client: str = _FOREIGN, target: Target = TARGET) -> Any:
    (written,) = scribe(client, target).block(part, "m")
    return written


def losses(part: Part, client: str = _FOREIGN, target: Target = TARGET) -> list[tuple[str, str]]:
    noted = scribe(client, target)
    noted.block(part, "m")
    return [(loss.what, loss.weight) for loss in noted.losses]


@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_a_text_of_blanks_is_no_block(nothing: str) -> None:
    assert scribe().block(Text(nothing), "m") == []
    assert scribe().block(Refusal(nothing), "m") == []


def test_cache_marks_are_written_as_the_anthropic_client_gave_them() -> None:
    marked = Text("a", CacheMark("1h"))
    assert block(marked, NAME)["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
    assert "cache_control" not in block(marked)
    assert losses(marked) == [("cache_control", "marker")]


def test_fields_of_another_dialect_are_named_losses() -> None:
    part = Text("a", sidecar=Sidecar(Origin(_FOREIGN), {"annotations": []}))
    assert block(part) == {"type": "text", "text": "a"}
    assert losses(part) == [("annotations", "marker")]


def test_a_look_alike_gets_no_field_that_it_does_not_know() -> None:
    part = Text("a", sidecar=Sidecar(_OWN, {"citations": []}))
    assert block(part, NAME) == {"type": "text", "text": "a", "citations": []}
    assert block(part, NAME, LOOK_ALIKE) == {"type": "text", "text": "a"}


def test_an_image_is_what_its_bytes_are() -> None:
    wrong = Image(Inline("image/jpeg", PNG))
    assert block(wrong)["source"] == {"type": "base64", "media_type": "image/png", "data": PNG}
    assert block(Image(Remote("https://e.com/a")))["source"]["type"] == "url"
    assert losses(Image(Remote("https://e.com/a"), "high")) == [("detail", "option")]


def test_an_image_that_the_model_cannot_see_is_a_note() -> None:
    assert block(Image(Inline("image/png", PNG)), target=LOOK_ALIKE) == {
        "type": "text",
        "text": "[image omitted]",
    }
    assert losses(Image(Inline("image/png", PNG)), target=LOOK_ALIKE) == [("image", "content")]


@pytest.mark.parametrize(
    "part",
    [
        Audio("AAAA", "wav"),
        Image(Inline("image/bmp", "AAAA")),
        Image(Stored("file-1")),
        Document(Stored("file-1")),
        Document(Inline("application/msword", "AAAA")),
        Document(Inline("text/plain", base64.b64encode(b"\xff").decode())),
    ],
)
def test_what_cannot_be_carried_is_refused_with_its_place(part: Part) -> None:
    with pytest.raises(Refused) as refused:
        scribe().block(part, "messages[0].content[1]")
    assert refused.value.failure.kind is FailureKind.UNSUPPORTED
    assert refused.value.failure.message.startswith("messages[0].content[1]: ")


def test_a_client_of_the_same_vendor_may_name_its_own_files() -> None:
    assert block(Image(Stored("file_1")), NAME)["source"] == {"type": "file", "file_id": "file_1"}


def test_documents_are_pdfs_words_or_parts() -> None:
    pdf = Document(Inline("application/octet-stream", PDF), title="a.pdf", context="c")
    assert block(pdf) == {
        "type": "document",
        "source": {"type": "base64", "media_type": "application/pdf", "data": PDF},
        "title": "a.pdf",
        "context": "c",
    }
    words = base64.b64encode("wörds".encode()).decode()
    assert block(Document(Inline("text/csv", words)))["source"]["data"] == "wörds"
    assert block(Document(Written("w")))["source"]["media_type"] == "text/plain"
    assert block(Document(None, (Text("a"),)))["source"] == {
        "type": "content",
        "content": [{"type": "text", "text": "a"}],
    }


def test_a_target_without_documents_gets_their_words() -> None:
    written = Document(Written("words"), title="t", context="c")
    assert block(written, target=LOOK_ALIKE) == {"type": "text", "text": "t\n\nc\n\nwords"}
    parts = Document(None, (Text("a"), Text("b")), title="t")
    texts = [b["text"] for b in scribe(target=LOOK_ALIKE).block(parts, "m")]
    assert texts == ["t", "a", "b"]
    pdf = Document(Inline("application/pdf", PDF), title="a.pdf")
    assert block(pdf, target=LOOK_ALIKE)["text"] == "[a.pdf omitted]"
    assert losses(pdf, target=LOOK_ALIKE) == [("a.pdf", "content")]


def test_a_genuine_signature_goes_back_as_it_came() -> None:
    part = Thinking("Hm", sidecar=Sidecar(_OWN, {"signature": "sig"}))
    assert block(part) == {"type": "thinking", "thinking": "Hm", "signature": "sig"}
    hidden = Thinking("", redacted=True, sidecar=Sidecar(_OWN, {"data": "xyz"}))
    assert block(hidden) == {"type": "redacted_thinking", "data": "xyz"}


@pytest.mark.parametrize(
    "part",
    [
        Thinking("Hm"),
        Thinking("Hm", sidecar=Sidecar(Origin(_FOREIGN), {"signature": "sig"})),
        Thinking("Hm", sidecar=Sidecar(Origin(NAME, "other"), {"signature": "sig"})),
        Thinking("", redacted=True, sidecar=Sidecar(Origin(_FOREIGN), {"data": "x"})),
    ],
)
def test_thinking_without_the_vendor_s_proof_is_left_out(part: Thinking) -> None:
    assert scribe().block(part, "m") == []
    assert losses(part) == [("thinking", "marker")]


def test_thinking_goes_as_it_is_where_nobody_checks_it() -> None:
    assert block(Thinking("Hm"), target=LOOK_ALIKE) == {
        "type": "thinking",
        "thinking": "Hm",
        "signature": "",
    }
    own = Thinking("Hm", sidecar=Sidecar(Origin(NAME, "look-alike", "m"), {"signature": "uuid"}))
    assert block(own, target=LOOK_ALIKE)["signature"] == "uuid"


def test_a_call_s_arguments_are_an_object() -> None:
    part = ToolCall("a", "mcp.x", '{"b":1,"a":2}', sidecar=Sidecar(_OWN, {"caller": {"type": "x"}}))
    noted = Scribe(NAME, TARGET, tool_names={"mcp.x": "mcp_x_1"})
    (written,) = noted.block(part, "m")
    assert written["name"] == "mcp_x_1"
    assert list(written["input"]) == ["b", "a"]
    assert written["caller"] == {"type": "x"}


def test_a_result_holds_texts_images_documents_and_references() -> None:
    part = ToolResult(
        "a",
        (Text("x"), Thinking("no"), Image(Inline("image/png", PNG)), ToolReference("WebFetch")),
        True,
        CacheMark(),
    )
    written = block(part, NAME)
    assert [inner["type"] for inner in written["content"]] == ["text", "image", "tool_reference"]
    assert written["is_error"] is True
    assert written["cache_control"] == {"type": "ephemeral"}
    assert block(ToolResult("a", ())) == {"type": "tool_result", "tool_use_id": "a"}


def test_a_look_alike_reads_of_a_loaded_tool_in_words() -> None:
    assert block(ToolReference("WebFetch"), NAME, LOOK_ALIKE) == {
        "type": "text",
        "text": "Tool WebFetch is now available.",
    }


def test_the_vendor_s_own_blocks_go_home_whole_and_elsewhere_as_words() -> None:
    wire = {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}}
    part = Opaque("server_tool_use", "[web_search was called]", Sidecar(_OWN, wire))
    assert block(part, NAME) == wire
    assert block(part, NAME, LOOK_ALIKE)["text"] == "[web_search was called]"
    assert losses(part, NAME, LOOK_ALIKE) == [("server_tool_use", "content")]


def test_the_billing_header_goes_to_the_vendor_alone() -> None:
    wire = {"type": "text", "text": "x-anthropic-billing-header: a"}
    part = Opaque("billing_header", "", Sidecar(_OWN, wire))
    assert block(part, NAME) == wire
    assert scribe(NAME, LOOK_ALIKE).block(part, "m") == []
    assert losses(part, NAME, LOOK_ALIKE) == [("billing_header", "marker")]
