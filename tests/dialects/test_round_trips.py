"""There and back: what a client says, and what it is told, after two translations.

A request goes from client A's wire to provider B's, is read there as a client of B's would have
said it, and comes back to A's wire. Ids, order, arguments and words are as they were; whatever else
is missing was told as a loss on the way.
"""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.canonical import canonical
from app.core.conversation import (
    Conversation,
    Document,
    Image,
    Part,
    Text,
    Tool,
    ToolCall,
    ToolResult,
    Written,
)
from app.core.events import Event
from app.core.fold import fold
from app.core.loss import Loss
from app.dialects.base import ClientCall, Dialect
from tests.dialects.pairs.wires import CAPABLE
from tests.dialects.strategies import conversations, event_streams
from tests.dialects.test_lanes import LANES, NAMES, read, relayed, reply, said, sent, written
from tests.dialects.vendor_checks import check_answer, check_request, check_stream

# Each example is four translations.
half = settings(max_examples=max(settings().max_examples // 2, 10))
# (provider, client), as the lanes are told elsewhere.
lanes = pytest.mark.parametrize(("provider", "client"), LANES, ids=NAMES)


def carried(conversation: Conversation, dialect: Dialect) -> tuple[Conversation, list[Loss]]:
    """The conversation as a client of `dialect` would have said it, and what is not in it.

    On its way it is checked after the vendor's schema.
    """
    wire = dialect.encode_request(conversation, CAPABLE[dialect.name])
    check_request(dialect.name, json.loads(wire.body))
    path, _, query = wire.path.partition("?")
    asked = dict([query.split("=")]) if query else {}
    again = dialect.decode_request(ClientCall(wire.body, path=path, query=asked))
    return again, list(wire.losses)


def calls(conversation: Conversation) -> list[Any]:
    """The calls and the results, in order, with ids and arguments."""
    found: list[Any] = []
    for turn in canonical(conversation).turns:
        for part in turn.parts:
            if isinstance(part, ToolCall):
                found.append(("call", part.id, part.name, json.loads(part.arguments or "{}")))
            elif isinstance(part, ToolResult):
                found.append(("result", part.call_id))
    return found


def words(conversation: Conversation) -> dict[str, list[str]]:
    """The texts by who says them, in order; those of tools apart."""
    found: dict[str, list[str]] = {}
    for turn in conversation.turns:
        for part in turn.parts:
            if isinstance(part, ToolResult):
                found.setdefault("tool", []).extend(_texts(part.parts))
            else:
                found.setdefault(turn.role, []).extend(_texts((part,)))
    return found


def _texts(parts: tuple[Part, ...]) -> list[str]:
    found: list[str] = []
    for part in parts:
        match part:
            case Text(text=text):
                found.append(text)
            case Document(source=Written(text=text)):
                found.append(text)
            case _:
                pass
    return found


def media(conversation: Conversation) -> int:
    """How many pictures and files there are, wherever they stand."""
    count = 0
    for turn in conversation.turns:
        for part in turn.parts:
            inner = part.parts if isinstance(part, ToolResult) else (part,)
            for each in inner:
                count += isinstance(each, Image)
                count += isinstance(each, Document) and not isinstance(each.source, Written)
    return count


def in_order(texts: list[str], told: str) -> bool:
    """Whether every text stands in `told`, one after the other."""
    at = 0
    for text in texts:
        at = told.find(text, at)
        if at < 0:
            return False
        at += len(text)
    return True


@lanes
@half
@given(data=st.data())
def test_what_a_client_says_comes_back_or_its_loss_was_told(
    provider: Dialect, client: Dialect, data: st.DataObject
) -> None:
    conversation = data.draw(conversations(client.name))
    own, _ = carried(conversation, client)
    there, lost = carried(own, provider)
    back, more = carried(there, client)
    lost += more
    assert calls(back) == calls(own)
    told = {who: "\n".join(texts) for who, texts in words(back).items()}
    for who, texts in words(own).items():
        assert in_order(texts, told.get(who, "")), (who, texts, told)
    if media(back) < media(own):
        assert any(loss.weight == "content" for loss in lost)
    assert [_tool(tool) for tool in back.tools] == [_tool(tool) for tool in own.tools]
    _check_options(own, back, {loss.what for loss in lost})


def _tool(tool: Any) -> Any:
    assert isinstance(tool, Tool)
    return tool.name, tool.description, tool.schema


# The words of a loss for an option that does not come back as it was.
_NAMES = {
    "stop": {"stop"},
    "temperature": {"temperature"},
    "tool_choice": {"tool_choice"},
    "parallel_tool_calls": {"parallel_tool_calls", "tool_choice"},
    "output_format": {"response_format"},
    "user": {"user"},
}


def _check_options(own: Conversation, back: Conversation, told: set[str]) -> None:
    for name, losses in _NAMES.items():
        before, after = (_option(each, name) for each in (own, back))
        if name == "user" and after and before:
            continue  # a digest of it, where the provider is another's
        assert before == after or told & losses, (name, before, after, told)
    asked, given_back = own.options.max_tokens, back.options.max_tokens
    assert asked is None or asked == given_back or "max_tokens" in told


def _option(conversation: Conversation, name: str) -> Any:
    value = getattr(conversation.options, name)
    match name:
        case "output_format":
            return value and value.schema
        case "parallel_tool_calls":
            return value is False and bool(conversation.tools)
        case "tool_choice":
            # What every wire does by itself, and a choice without tools, are not said again.
            silent = value is None or value.mode == "auto" or not conversation.tools
            return None if silent else value
        case _:
            return value


@lanes
@half
@given(events=event_streams())
def test_an_answer_is_valid_for_its_client_and_there_and_back_it_says_the_same(
    provider: Dialect, client: Dialect, events: list[Event]
) -> None:
    raw = written(provider, events)
    there = relayed(provider, client, raw, 997)
    check_stream(client.name, there)
    whole = provider.decode_response(
        provider.encode_response(events, reply(provider)), sent(provider)
    )
    check_answer(client.name, json.loads(client.encode_response(whole, reply(client))))
    back = fold(read(provider, relayed(client, provider, there, 997)))
    original = fold(read(provider, raw))
    assert said(back) == said(original)
    usage = original.usage
    if usage is not None and usage.input and usage.output and back.usage is not None:
        assert (back.usage.input, back.usage.output) == (usage.input, usage.output)
        assert back.usage.cache_read == usage.cache_read
