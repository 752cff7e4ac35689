"""Searches as Anthropic's blocks, its own and those that others made."""

import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core import carrier
from app.core.conversation import Conversation, HostedTool, Opaque, Text
from app.core.fold import Answer, unfold
from app.core.search import Found, Search, summary
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.anthropic_messages.answer import encode_response
from app.dialects.anthropic_messages.decode_parts import parts
from app.dialects.anthropic_messages.search_blocks import (
    cited,
    linked,
    query_of,
    read,
    told,
    written,
)
from app.dialects.anthropic_messages.stream_encoder import MessagesStreamEncoder
from app.dialects.base import Reply
from app.dialects.citations import Citation

SEAL = bytes(range(32))
LANTERNS = Search(
    "lanterns",
    (Found("Lanterns", "https://a.example", "Of paper.", "2 days ago"), Found("B", "https://b")),
)
NATIVE_CALL = {
    "type": "server_tool_use",
    "id": "srvtoolu_01",
    "name": "web_search",
    "input": {"query": "lanterns"},
}
NATIVE_RESULT = {
    "type": "web_search_tool_result",
    "tool_use_id": "srvtoolu_01",
    "content": [
        {
            "type": "web_search_result",
            "title": "Lanterns",
            "url": "https://a.example",
            "encrypted_content": "EqgfCioIARgB",
            "page_age": None,
        }
    ],
}
texts = st.text(max_size=40)


def echoed(search: Search, seal: bytes = SEAL) -> tuple[Any, ...]:
    """What comes back of a search that a client was shown."""
    blocks = json.loads(json.dumps(written(search, "abc00", SEAL)))
    return linked(parts([*blocks, {"type": "text", "text": "Here."}], "messages.1"), seal)


@given(
    texts,
    texts,
    st.lists(
        st.builds(Found, st.text(min_size=1, max_size=9), st.uuids().map(str), texts, texts),
        max_size=4,
    ),
)
def test_what_the_client_returns_is_what_was_found(
    query: str, answer: str, results: list[Found]
) -> None:
    search = Search(query, tuple(results), answer=answer if results else "")
    found, text = echoed(search)
    assert found.search == search
    assert text == Text("Here.")


def test_an_error_is_told_as_one() -> None:
    _, result = written(Search("q", error="It is down."), "abc00", SEAL)
    assert result["content"]["type"] == "web_search_tool_result_error"
    found, _ = echoed(Search("q", error="It is down."))
    assert found.search.error


def test_ids_have_anthropics_form() -> None:
    call, result = written(LANTERNS, "0123abc", SEAL)
    assert re.fullmatch(r"srvtoolu_[a-zA-Z0-9_]+", call["id"])
    assert result["tool_use_id"] == call["id"]


def test_ours_never_goes_to_anthropic_as_its_own() -> None:
    body = json.dumps(written(LANTERNS, "abc00", SEAL)).encode()
    assert carrier.present_in(body)
    found, _ = echoed(LANTERNS)
    assert found.sidecar.origin.dialect == "dragoman"
    assert found.gist == summary(LANTERNS)


def test_words_that_another_sealed_are_not_believed() -> None:
    found, _ = echoed(LANTERNS, bytes(32))
    assert [one.snippet for one in found.search.results] == ["", ""]
    assert [one.url for one in found.search.results] == ["https://a.example", "https://b"]


def test_anthropics_own_blocks_stay_whole_and_are_read_too() -> None:
    call, result = linked(parts([NATIVE_CALL, NATIVE_RESULT], "messages.1"), SEAL)
    assert isinstance(call, Opaque)
    assert isinstance(result, Opaque)
    assert (call.sidecar.data, result.sidecar.data) == (NATIVE_CALL, NATIVE_RESULT)
    assert call.gist == ""
    assert result.search == Search("lanterns", (Found("Lanterns", "https://a.example"),))
    assert result.gist == summary(result.search)


def test_a_result_without_its_call_has_no_query() -> None:
    (result,) = linked(parts([NATIVE_RESULT], "messages.1"), SEAL)
    assert isinstance(result, Opaque)
    assert result.search is not None
    assert result.search.query == ""


def test_other_blocks_are_left_alone() -> None:
    block = {"type": "mcp_tool_use", "id": "mcptoolu_1", "name": "web_search", "input": {}}
    (part,) = parts([block], "messages.1")
    assert isinstance(part, Opaque)
    assert told(part, {}) == part
    assert query_of({"type": "server_tool_use", "name": "web_search"}) is None
    assert linked((Text("x"),), SEAL) == (Text("x"),)


@given(
    st.recursive(
        st.none() | st.integers() | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=8,
    )
)
def test_any_content_is_read(content: Any) -> None:
    assert read({"type": "web_search_tool_result", "content": content}, "q") is not None


def test_another_s_sources_are_citations_that_never_reach_anthropic() -> None:
    own = {"type": "web_search_result_location", "url": "https://b", "encrypted_index": "Eo8"}
    ours = cited(Citation("https://a.example", "A"), SEAL)
    (text,) = linked(
        parts([{"type": "text", "text": "Here.", "citations": [ours]}], "messages.1"), SEAL
    )
    assert text == Text("Here.")
    block = {"type": "text", "text": "Here.", "citations": [ours, own]}
    (both,) = linked(parts([block], "messages.1"), SEAL)
    assert isinstance(both, Text)
    assert both.sidecar is not None
    assert both.sidecar.data == {"citations": [own]}
    (native,) = linked(
        parts([{"type": "text", "text": "Here.", "citations": [own]}], "messages.1"), SEAL
    )
    assert isinstance(native, Text)
    assert native.sidecar is not None


def test_sources_behind_a_text_are_a_search_to_who_asked_for_one() -> None:
    sources = replace(LANTERNS, query="")
    found = Opaque("web_search", "", Sidecar(Origin("openai_chat"), {}), sources)
    events = unfold(Answer("id", "m", (Text("Here."), found), "stop", Usage(1, output=1)))
    search = HostedTool("web_search", "web_search", Sidecar(Origin("x"), {}))
    asked = Conversation("anthropic_messages", "m", (), (search,))
    for conversation, kinds in (
        (asked, ["text", "server_tool_use", "web_search_tool_result"]),
        (replace(asked, tools=()), ["text"]),
    ):
        reply = Reply(conversation, "r1", 1, seal=SEAL)
        whole = json.loads(encode_response(events, reply))
        assert [block["type"] for block in whole["content"]] == kinds
        stream = MessagesStreamEncoder(reply).encode(events).decode()
        assert [kind in stream for kind in kinds] == [True] * len(kinds)
        assert ("web_search_tool_result" in stream) is (len(kinds) > 1)
