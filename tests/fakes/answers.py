"""Scripts and what scripts are put together from.

`says(reply)` answers in the face and the mode that was asked; `plays(task)` asks a function what
the model says to this request; `status`, `context_full`, `cut`, `in_turn` are the ways to go wrong.
"""

import itertools
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes import chat, gemini, gemini_rules, messages, responses
from tests.fakes.connection import Cut
from tests.fakes.exchange import JSON, Exchange, Headers, Recorded
from tests.fakes.reply import ContextFullError, Reply, View

Script = Callable[[Exchange], Awaitable[None]]
Task = Callable[[View], Reply]

HELLO = Reply(text="Hello from the fake upstream.")

_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}


def is_chat(exchange: Exchange) -> bool:
    """Whether a Chat Completions answer is wanted."""
    return exchange.request.path.endswith("/chat/completions")


def is_responses(exchange: Exchange) -> bool:
    """Whether a Responses answer is wanted."""
    return exchange.request.path.endswith("/responses")


def is_gemini(exchange: Exchange) -> bool:
    """Whether a Gemini answer is wanted."""
    return exchange.request.path.endswith("enerateContent")


def model_of(request: Recorded) -> str:
    """The model that a request asks: Gemini's stands in the path."""
    if request.path.endswith("enerateContent"):
        return gemini.model_of(request.path)
    return str(request.json.get("model"))


def is_openai(exchange: Exchange) -> bool:
    """Whether errors are wanted in OpenAI's envelope."""
    embeds = exchange.request.path.endswith("/embeddings")
    return is_chat(exchange) or is_responses(exchange) or embeds


def says(reply: Reply) -> Script:
    """Always this answer."""
    return plays(lambda _: reply)


def plays(task: Task) -> Script:
    """What `task` makes of each request; the `ContextFullError` that it raises is an HTTP error."""

    async def script(exchange: Exchange) -> None:
        body = exchange.request.json
        if is_gemini(exchange):
            body = gemini_rules.normalised(body)
            if fault := gemini_rules.wrong(body, model_of(exchange.request)):
                await status(400, fault)(exchange)
                return
        elif not is_openai(exchange) and (field := messages.missing(body)):
            await status(400, f"{field}: Field required")(exchange)
            return
        try:
            reply = task(_view(exchange))
        except ContextFullError:
            await context_full(exchange)
            return
        await answer(exchange, reply)

    return script


def _view(exchange: Exchange) -> View:
    if is_chat(exchange):
        return chat.view(exchange.request.json)
    if is_responses(exchange):
        return responses.view(exchange.request.json)
    if is_gemini(exchange):
        body = gemini_rules.normalised(exchange.request.json)
        return gemini.view(body, exchange.request.path)
    return messages.view(exchange.request.json)


async def answer(exchange: Exchange, reply: Reply) -> None:
    """Write `reply` in the face and the mode that the request asks for."""
    body = exchange.request.json
    model = model_of(exchange.request)
    if is_gemini(exchange):
        answer_id = f"fake{exchange.request.order:08}"
        if not gemini.streams(exchange.request.path):
            await exchange.json(gemini.whole(reply, answer_id, model))
        elif gemini.as_events(exchange.request.target):
            await exchange.stream(gemini.frames(reply, answer_id, model))
        else:
            await exchange.stream(gemini.array(reply, answer_id, model), JSON)
    elif is_chat(exchange):
        answer_id = f"chatcmpl-fake{exchange.request.order}"
        if not body.get("stream"):
            await exchange.json(chat.whole(reply, answer_id, model))
            return
        wanted = bool((body.get("stream_options") or {}).get("include_usage"))
        await exchange.stream(chat.frames(reply, answer_id, model, include_usage=wanted))
    elif is_responses(exchange):
        answer_id = f"resp_fake{exchange.request.order}"
        reasoning = {"effort": None, "summary": None, **body.get("reasoning", {})}
        echo = {"reasoning": reasoning, "store": body.get("store") is not False}
        if body.get("stream"):
            await exchange.stream(responses.frames(reply, answer_id, model, echo))
        else:
            await exchange.json(responses.whole(reply, answer_id, model, echo))
    else:
        answer_id = f"msg_fake{exchange.request.order:08}"
        if body.get("stream"):
            await exchange.stream(messages.frames(reply, answer_id, model))
        else:
            await exchange.json(messages.whole(reply, answer_id, model))


def status(code_: int, message: str, *, code: str | None = None, headers: Headers = ()) -> Script:
    """An HTTP error in the face's own envelope."""

    async def script(exchange: Exchange) -> None:
        kind = _KINDS.get(code_, "api_error")
        body: dict[str, Any]
        if is_openai(exchange):
            body = chat.error(message, "server_error" if code_ >= 500 else kind, code)
        elif is_gemini(exchange):
            body = gemini.error(code_, message)
        else:
            body = messages.error(message, kind)
        await exchange.json(body, code_, headers)

    return script


async def context_full(exchange: Exchange) -> None:
    """A context overflow in the vendors' own words."""
    if is_openai(exchange):
        message = (
            "This model's maximum context length is 128000 tokens. However, your messages resulted "
            "in 131072 tokens. Please reduce the length of the messages."
        )
        await status(400, message, code="context_length_exceeded")(exchange)
    elif is_gemini(exchange):
        message = (
            "The input token count (1100000) exceeds the maximum number of tokens allowed "
            "(1048576)."
        )
        await status(400, message)(exchange)
    else:
        await status(400, "prompt is too long: 131072 tokens > 128000 maximum")(exchange)


def cut(script: Script, after: int, how: Cut = "eof") -> Script:
    """`script`, cut after so many bytes of its body."""

    async def cutting(exchange: Exchange) -> None:
        exchange.cut_after(after, how)
        await script(exchange)

    return cutting


def in_turn(*scripts: Script) -> Script:
    """Each request the next script; the last one from then on."""
    turns = itertools.chain(scripts, itertools.repeat(scripts[-1]))

    async def script(exchange: Exchange) -> None:
        await next(turns)(exchange)

    return script


def models(names: tuple[str, ...], face: str = "chat") -> Script:
    """The models list, in OpenAI's shape, or in Google's."""

    async def script(exchange: Exchange) -> None:
        if face == "gemini":
            query = dict(parse_qsl(exchange.request.target.partition("?")[2]))
            await exchange.json(gemini.listed(names, query))
            return
        data = [
            {"id": name, "object": "model", "created": chat.CREATED, "owned_by": "fake"}
            for name in names
        ]
        await exchange.json({"object": "list", "data": data})

    return script


async def not_found(exchange: Exchange) -> None:
    """A path that this provider does not have."""
    path = exchange.request.path
    await exchange.json(chat.error(f"Unknown path: {path}", "invalid_request_error"), 404)


async def hello(exchange: Exchange) -> None:
    """The default: a short friendly text."""
    await answer(exchange, HELLO)
