"""Providers that search the web themselves, each in its own form, and a model that calls for one.

Shapes as in OpenAI's guide to web search (Responses), OpenRouter's to its server tools (Chat),
Google's to grounding (Gemini) and Anthropic's to its web search tool.
"""

import json
from typing import Any

from tests.fakes import chat, gemini, messages, responses
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Call, Reply, View
from tests.fakes.search import LANTERNS

QUERY = "paper lanterns"
ANSWER = "Lanterns are of paper."
_ID = "resp_search"


def looks_up(view: View) -> Reply:
    """A model that knows functions only: it calls for a search, then says what it has read."""
    if view.results:
        return Reply(text=f"I read: {view.results[-1].text}")
    name = view.tool_with("query", without=("max_results", "allowed_domains"))
    return Reply(calls=(Call(name, {"query": QUERY}, "call_look_up"),))


async def openai(exchange: Exchange) -> None:
    """Searches with the tool `web_search`, which the request must offer."""
    body = exchange.request.json
    assert {"type": "web_search"} in body["tools"], body.get("tools")
    sources = [{"type": "url", "url": page.url} for page in LANTERNS]
    search = {
        "id": "ws_1",
        "type": "web_search_call",
        "status": "completed",
        "action": {"type": "search", "query": QUERY, "queries": [QUERY], "sources": sources},
    }
    message = {
        "id": "msg_1",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [
            {
                "type": "output_text",
                "text": ANSWER,
                "logprobs": [],
                "annotations": [
                    {
                        "type": "url_citation",
                        "start_index": 0,
                        "end_index": 8,
                        "url": LANTERNS[0].url,
                        "title": LANTERNS[0].title,
                    }
                ],
            }
        ],
    }
    whole = responses.whole(Reply(text=ANSWER), _ID, str(body["model"]))
    whole["output"] = [search, message]
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": {**whole, "output": []}}
    ]
    for index, item in enumerate(whole["output"]):
        events.append({"type": "response.output_item.added", "output_index": index, "item": item})
        events.append({"type": "response.output_item.done", "output_index": index, "item": item})
    events.append({"type": "response.completed", "response": whole})
    await exchange.stream(
        responses.frame({"sequence_number": number, **event}) for number, event in enumerate(events)
    )


async def openrouter(exchange: Exchange) -> None:
    """Searches with the tool `openrouter:web_search`, which the request must offer."""
    body = exchange.request.json
    assert {"type": "openrouter:web_search"} in body["tools"], body.get("tools")
    chunks = list(chat.chunks(Reply(text=ANSWER), "gen-1", str(body["model"])))
    annotations = [
        {
            "type": "url_citation",
            "url_citation": {
                "url": page.url,
                "title": page.title,
                "content": page.words,
                "start_index": 0,
                "end_index": 8,
            },
        }
        for page in LANTERNS
    ]
    delta = {"role": "assistant", "content": "", "annotations": annotations}
    noted = {**chunks[0], "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    chunks[-1]["usage"]["server_tool_use"] = {"web_search_requests": 1}
    frames = [chat.frame(chunk) for chunk in (*chunks[:-2], noted, *chunks[-2:])]
    await exchange.stream([*frames, b"data: [DONE]\n\n"])


async def google(exchange: Exchange) -> None:
    """Searches with the tool `googleSearch`, which the request must offer."""
    body = exchange.request.json
    assert {"googleSearch": {}} in body["tools"], body.get("tools")
    chunks = list(gemini.chunks(Reply(text=ANSWER), "answer-1", "searcher"))
    chunks[-1]["candidates"][0]["groundingMetadata"] = {
        "webSearchQueries": [QUERY],
        "groundingChunks": [{"web": {"uri": page.url, "title": page.title}} for page in LANTERNS],
        "groundingSupports": [
            {"segment": {"startIndex": 0, "endIndex": 8}, "groundingChunkIndices": [0]}
        ],
    }
    await exchange.stream(b"data: " + json.dumps(chunk).encode() + b"\r\n\r\n" for chunk in chunks)


async def anthropic(exchange: Exchange) -> None:
    """Searches with the tool `web_search_20250305`, which the request must offer."""
    body = exchange.request.json
    offered = [tool["type"] for tool in body.get("tools", ()) if "type" in tool]
    assert offered == ["web_search_20250305"], body.get("tools")
    reply = Reply(text=ANSWER)
    call = {"type": "server_tool_use", "id": "srvtoolu_01", "name": "web_search", "input": {}}
    found = [
        {
            "type": "web_search_result",
            "title": page.title,
            "url": page.url,
            "encrypted_content": "EqgfCioIARgB",
            "page_age": None,
        }
        for page in LANTERNS
    ]
    result = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_01", "content": found}
    start, *rest = messages.frames(reply, "msg_search", str(body["model"]))
    query = {"type": "input_json_delta", "partial_json": json.dumps({"query": QUERY})}
    blocks = [
        {"type": "content_block_start", "index": 0, "content_block": call},
        {"type": "content_block_delta", "index": 0, "delta": query},
        {"type": "content_block_stop", "index": 0},
        {"type": "content_block_start", "index": 1, "content_block": result},
        {"type": "content_block_stop", "index": 1},
    ]
    moved = [frame.replace(b'"index":0', b'"index":2') for frame in rest]
    await exchange.stream([start, *map(messages.frame, blocks), *moved])
