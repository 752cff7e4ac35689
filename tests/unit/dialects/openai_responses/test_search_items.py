"""Searches as items of this wire."""

import json
from typing import Any

import pytest

from app.core.conversation import Opaque
from app.core.search import Found, Search
from app.core.sidecar import Origin, Sidecar
from app.dialects.base import Reply
from app.dialects.openai_responses.search_items import item, read
from app.dialects.openai_responses.stream_encoder import ResponsesStreamEncoder
from tests.dialects.responses_wire import decoded
from tests.unit.dialects.openai_responses.test_stream_encoder import answer

LANTERNS = Search("lanterns", (Found("Lanterns", "https://a.example", "Of paper."),))
FOREIGN = Opaque("web_search", "gist", Sidecar(Origin("dragoman"), {}), LANTERNS)


def test_what_is_written_is_read_again_but_for_titles_and_words() -> None:
    assert read(item(LANTERNS, "ws_1", "completed")) == Search(
        "lanterns", (Found("", "https://a.example"),)
    )


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        ({"type": "message"}, None),
        ({"type": "web_search_call"}, None),
        ({"type": "web_search_call", "action": {"type": "open_page", "url": "https://x"}}, None),
        ({"type": "web_search_call", "action": {"type": "search", "query": "a"}}, Search("a")),
        (
            {"type": "web_search_call", "action": {"query": "a", "queries": ["b", "c", 1]}},
            Search("b, c"),
        ),
        (
            {
                "type": "web_search_call",
                "action": {
                    "type": "search",
                    "sources": [{"url": "https://x", "title": "X"}, {"url": ""}, None],
                },
            },
            Search("", (Found("X", "https://x"),)),
        ),
    ],
)
def test_every_form_is_read(wire: dict[str, Any], expected: Search | None) -> None:
    assert read(wire) == expected


def test_the_search_of_another_is_an_item_with_its_events_in_order() -> None:
    encoder = ResponsesStreamEncoder(Reply(decoded(), "r", 1))
    stream = encoder.encode(answer((FOREIGN, "")))
    events = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith(b"data: ")]
    told = [event for event in events if "item" in event or "item_id" in event]
    assert [event["type"].removeprefix("response.") for event in told] == [
        "output_item.added",
        "web_search_call.in_progress",
        "web_search_call.searching",
        "web_search_call.completed",
        "output_item.done",
    ]
    (written,) = encoder.response["output"]
    assert written["status"] == "completed"
    assert written["id"].startswith("ws_")
    assert encoder.losses == []
    for event in told:
        assert event.get("item_id", written["id"]) == written["id"]


def test_a_search_that_failed_says_so() -> None:
    failed = Opaque("web_search", "g", Sidecar(Origin("dragoman"), {}), Search("q", error="down"))
    encoder = ResponsesStreamEncoder(Reply(decoded(), "r", 1))
    encoder.encode(answer((failed, "")))
    (written,) = encoder.response["output"]
    assert written["status"] == "failed"
