"""What the tests of Anthropic Messages share: targets, replies, and checks of what is written."""

import json
from collections.abc import Iterable
from typing import Any

import anthropic
import httpx2

from app.core.conversation import Conversation
from app.core.events import (
    Event,
)
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.anthropic_messages import DIALECT
from app.dialects.base import ClientCall, Reply, WireRequest
from tests.dialects.vendor_schemas import validator

NAME = "anthropic_messages"
TARGET = Target("anthropic", NAME, "claude-test")

# An Anthropic-compatible endpoint of another vendor, at its most limited.
LOOK_ALIKE = Target(
    "look-alike",
    NAME,
    "other-model",
    Traits(
        betas=False,
        images=False,
        documents=False,
        hosted_tools=False,
        mid_system=False,
        signatures=False,
        adaptive_thinking=False,
        json_schema=False,
    ),
)


def decoded(body: dict[str, Any], **headers: str) -> Conversation:
    """What a client's request means; keyword arguments are headers, with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return DIALECT.decode_request(ClientCall(json.dumps(body).encode(), named))


def request(*messages: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The smallest request around `messages`."""
    said = list(messages) or [{"role": "user", "content": "Hello"}]
    return {"model": "claude-test", "max_tokens": 1000, **fields, "messages": said}


def encoded(conversation: Conversation, target: Target = TARGET) -> dict[str, Any]:
    """The body of the request for `target`."""
    body: dict[str, Any] = json.loads(DIALECT.encode_request(conversation, target).body)
    return body


def resent(body: dict[str, Any], target: Target = TARGET, **headers: str) -> dict[str, Any]:
    """A client's request through the hub and out again."""
    return encoded(decoded(body, **headers), target)


def sent(target: Target = TARGET, **tool_names: str) -> WireRequest:
    """The request that an answer belongs to."""
    return WireRequest("messages", b"", target, True, tool_names=tool_names)


def reply(*, beta: bool = False, model: str = "my-model") -> Reply:
    """What an encoder knows; with `beta` the client reads the beta form."""
    sidecar = Sidecar(Origin(NAME), {"anthropic-beta": "a-beta"}) if beta else None
    conversation = Conversation(NAME, model, (), sidecar=sidecar)
    return Reply(conversation, "abc123", 1_700_000_000, 42, "req_1")


def streamed(events: Iterable[Event], *, beta: bool = False) -> bytes:
    """The events as a client's stream."""
    return DIALECT.stream_encoder(reply(beta=beta)).encode(events)


def read(raw: bytes, request_sent: WireRequest | None = None, size: int = 0) -> list[Event]:
    """The events of a provider's stream, fed whole or in pieces of `size` bytes."""
    decoder = DIALECT.stream_decoder(request_sent or sent())
    step = size or max(1, len(raw))
    events: list[Event] = []
    for start in range(0, len(raw), step):
        events += decoder.feed(raw[start : start + step])
    return events + decoder.eof()


def sse(*values: dict[str, Any], named: bool = True) -> bytes:
    """Frames as the vendor writes them; `named` False leaves the event line out."""
    return b"".join(
        (f"event: {value['type']}\n" if named else "").encode()
        + b"data: "
        + json.dumps(value, ensure_ascii=False).encode()
        + b"\n\n"
        for value in values
    )


def frames(raw: bytes) -> list[dict[str, Any]]:
    """The data of every frame; each must have an event line that says the same."""
    found = []
    for frame in raw.decode().split("\n\n")[:-1]:
        event, data = frame.split("\n")
        value = json.loads(data.removeprefix("data: "))
        assert event == f"event: {value['type']}"
        found.append(value)
    return found


def check_stream(raw: bytes, *, beta: bool = False) -> list[dict[str, Any]]:
    """The frames of a client's stream, each valid after the vendor's schema, in legal order."""
    check = validator("anthropic", "BetaMessageStreamEvent" if beta else "MessageStreamEvent")
    told = frames(raw)
    opened: int | None = None
    count = 0
    order = [value["type"] for value in told if value["type"] != "ping"]
    for value in told:
        match value["type"]:
            case "ping":
                continue
            case "error":
                validator("anthropic", "ErrorResponse")(value)
                continue
            case "content_block_start":
                assert opened is None
                assert value["index"] == count
                opened, count = count, count + 1
            case "content_block_delta":
                assert value["index"] == opened
            case "content_block_stop":
                assert value["index"] == opened
                opened = None
        check(value)
    assert "error" not in order[:-1]
    if order and order[-1] != "error":
        assert order[0] == "message_start"
        assert order[-2:] == ["message_delta", "message_stop"]
        assert order.count("message_start") == order.count("message_delta") == 1
    return told


def sdk_message(raw: bytes) -> dict[str, Any]:
    """The message that the official SDK reads out of a stream."""
    answer = httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=raw)
    transport = httpx2.MockTransport(lambda _: answer)
    with (
        httpx2.Client(transport=transport) as http,
        anthropic.Anthropic(api_key="none", base_url="http://test", http_client=http) as client,
        client.messages.stream(
            model="my-model", max_tokens=10, messages=[{"role": "user", "content": "Hello"}]
        ) as stream,
    ):
        message: dict[str, Any] = stream.get_final_message().model_dump(mode="json", warnings=False)
    return message
