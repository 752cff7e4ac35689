"""Ways in which Chat providers are known to be wrong, each a change to the right frames.

`odd(change, task)` is a script that answers as `answers.plays(task)` does, its stream changed.
"""

from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes import chat
from tests.fakes.answers import Script, Task
from tests.fakes.exchange import SSE, Exchange
from tests.fakes.reply import Reply

Chunk = dict[str, Any]
Change = Callable[[Reply, list[Chunk]], Iterator[bytes]]


def odd(change: Change, task: Task) -> Script:
    """Answer streams wrongly; there is no answer that is not a stream."""

    async def script(exchange: Exchange) -> None:
        body = exchange.request.json
        reply = task(chat.view(body))
        answer_id = f"chatcmpl-odd{exchange.request.order}"
        chunks = list(chat.chunks(reply, answer_id, body["model"]))
        await exchange.stream(change(reply, chunks), SSE)

    return script


def finishes_with_stop(_: Reply, chunks: list[Chunk]) -> Iterator[bytes]:
    """Tool calls, and "stop" as the reason (Gemini's compatible endpoint, some vLLM parsers)."""
    for chunk in chunks:
        for choice in chunk["choices"]:
            if choice["finish_reason"]:
                choice["finish_reason"] = "stop"
        yield chat.frame(chunk)
    yield b"data: [DONE]\n\n"


def finishes_with_tool_calls(_: Reply, chunks: list[Chunk]) -> Iterator[bytes]:
    """No tool call, and "tool_calls" as the reason."""
    for chunk in chunks:
        for choice in chunk["choices"]:
            if choice["finish_reason"]:
                choice["finish_reason"] = "tool_calls"
        yield chat.frame(chunk)
    yield b"data: [DONE]\n\n"


def has_no_index(_: Reply, chunks: list[Chunk]) -> Iterator[bytes]:
    """Tool calls without `index`, the id in the first piece of each alone."""
    for chunk in chunks:
        for call in _calls(chunk):
            call.pop("index")
        yield chat.frame(chunk)
    yield b"data: [DONE]\n\n"


def repeats_names(reply: Reply, chunks: list[Chunk]) -> Iterator[bytes]:
    """Id and name in every piece of a call."""
    for chunk in chunks:
        for call in _calls(chunk):
            call["id"] = reply.calls[call["index"]].id
            call["function"]["name"] = reply.calls[call["index"]].name
        yield chat.frame(chunk)
    yield b"data: [DONE]\n\n"


def gives_all_calls_one_id(_: Reply, chunks: list[Chunk]) -> Iterator[bytes]:
    """The same id for each call; Claude Code would run the first alone."""
    for chunk in chunks:
        for call in _calls(chunk):
            if "id" in call:
                call["id"] = "functions.Bash:0"
        yield chat.frame(chunk)
    yield b"data: [DONE]\n\n"


def sends_all_at_once(reply: Reply, chunks: list[Chunk]) -> Iterator[bytes]:
    """Everything in one chunk: thinking under `reasoning`, text, whole calls; no [DONE]."""
    whole = chat.whole(reply, chunks[0]["id"], chunks[0]["model"])
    message = whole["choices"][0]["message"]
    calls = [{"index": i, **call} for i, call in enumerate(message.get("tool_calls", ()))]
    delta: Chunk = {"role": "assistant", "content": reply.text, "reasoning": reply.thinking}
    delta["tool_calls"] = calls
    choice = {"index": 0, "delta": delta, "finish_reason": reply.finish_reason}
    chunk = {**chunks[0], "choices": [choice], "usage": whole["usage"]}
    yield b": OPENROUTER PROCESSING\r\n\r\n"
    yield chat.frame(chunk).replace(b"\n", b"\r\n")


def _calls(chunk: Chunk) -> list[dict[str, Any]]:
    return [call for choice in chunk["choices"] for call in choice["delta"].get("tool_calls", ())]


async def json_for_a_stream(exchange: Exchange) -> None:
    """A whole JSON answer to a request for a stream."""
    reply = Reply(text="The fake model answers: all at once.")
    await exchange.json(chat.whole(reply, "chatcmpl-whole", str(exchange.request.json["model"])))


async def error_with_200(exchange: Exchange) -> None:
    """An error with status 200."""
    await exchange.json(chat.error("The model is not there today.", "server_error"))


async def nothing_but_done(exchange: Exchange) -> None:
    """A stream without an answer."""
    await exchange.stream([b"data: [DONE]\n\n"])


async def html(exchange: Exchange) -> None:
    """The error page of a machine in between."""
    page = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
    await exchange.whole(502, page, {"content-type": "text/html"})
