"""A conversation into the request for an Anthropic-compatible target."""

from dataclasses import replace
from typing import Any

from app.core.conversation import Conversation, Text, Turn
from app.core.failure import Failure, FailureKind, Refused
from app.core.traits import Target
from app.dialects import cache_breakpoints, wire_json
from app.dialects.anthropic_messages import encode_options, encode_reasoning, encode_tools, history
from app.dialects.anthropic_messages.encode_parts import Block, Scribe
from app.dialects.base import WireRequest
from app.dialects.tool_choice import narrowed

_THINKING = ("thinking", "redacted_thinking")


def encode_request(conversation: Conversation, target: Target) -> WireRequest:
    """The request, and what it cannot carry.

    `messages` stand last in the body, so that a conversation that grows keeps its beginning byte by
    byte. Raises `Refused` (UNSUPPORTED) where content that matters cannot be carried at all.
    """
    conversation, left_out = narrowed(conversation)
    if target.traits.cache_breakpoints and target.traits.cache_marks:
        conversation = cache_breakpoints.marked(conversation)
    options = conversation.options
    scribe = Scribe(conversation.client, target, tool_names=encode_tools.wire_names(conversation))
    for name in left_out:
        scribe.lose(name, "tools", "marker", "not offered: the model must not call it")
    prompt, rest = history.split(conversation.turns)
    prompt, rest = _with_a_message(prompt, rest)
    stream = options.stream or target.traits.stream_only

    body: dict[str, Any] = {"model": target.model}
    body["max_tokens"] = encode_options.max_tokens(conversation, scribe)
    if stream:
        body["stream"] = True
    encode_reasoning.reasoning(conversation, scribe, body)
    instruction = encode_options.output_format(conversation, scribe, body)
    encode_options.sampling(conversation, scribe, body)
    messages = _messages(rest, scribe)
    if not messages:
        raise Refused(
            Failure(
                FailureKind.BAD_REQUEST,
                "messages: no message with content is left to send. Say something to the model.",
                status=400,
                param="messages",
            )
        )
    _think_only_if_it_may(body, messages, scribe)
    encode_options.others(conversation, scribe, body)
    tools = encode_tools.tools(conversation, scribe)
    if tools:
        body["tools"] = tools
    encode_options.tool_choice(conversation, scribe, body)
    system = _system(prompt, instruction, scribe)
    if system:
        body["system"] = system
    body["messages"] = messages
    return WireRequest(
        path="messages",
        body=wire_json.dump(body),
        target=target,
        stream=stream,
        headers=encode_options.headers(conversation, scribe, body),
        losses=tuple(scribe.losses),
        tool_names={wire: name for name, wire in scribe.tool_names.items()},
    )


def _with_a_message(
    prompt: tuple[Turn, ...], rest: tuple[Turn, ...]
) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """A conversation of instructions alone, which OpenAI's wire allows, as a user's words."""
    if rest or not prompt:
        return prompt, rest
    return prompt[:-1], (replace(prompt[-1], role="user"),)


def _system(prompt: tuple[Turn, ...], instruction: str | None, scribe: Scribe) -> list[Block]:
    blocks: list[Block] = []
    for turn in prompt:
        blocks += scribe.blocks(turn.parts, "system")
        scribe.dropped(turn.sidecar, "system")
    if instruction is not None:
        blocks += scribe.block(Text(instruction), "system")
    return blocks


def _messages(turns: tuple[Turn, ...], scribe: Scribe) -> list[Block]:
    in_place = scribe.target.traits.mid_system
    for index, turn in enumerate(turns):
        if turn.role == "system" and turn.sidecar is not None and not in_place:
            for name in turn.sidecar.data:
                scribe.lose(name, f"messages[{index}]", "marker", "left out of a user's message")
    ordered = history.ordered(
        turns,
        system_in_place=in_place,
        lose=lambda call_id: scribe.lose(
            "tool_result", "messages", "marker", f"{call_id} answers no call; written as text"
        ),
    )
    messages: list[Block] = []
    for index, turn in enumerate(ordered):
        parts = turn.parts
        if turn.role == "assistant" and index == len(ordered) - 1:
            parts = history.trimmed(parts)
        where = f"messages[{index}]"
        content = scribe.blocks(parts, f"{where}.content")
        last = messages[-1] if messages else None
        if not content:  # thinking alone, for another provider
            scribe.dropped(turn.sidecar, where)
            continue
        if last is not None and last["role"] == turn.role and turn.role != "system":
            last["content"] += content
            scribe.dropped(turn.sidecar, where)
            continue
        message: Block = {"role": turn.role, "content": content}
        messages.append(scribe.extended(message, turn.sidecar, where))
    return messages


def _think_only_if_it_may(body: Block, messages: list[Block], scribe: Scribe) -> None:
    """Turn a thinking budget off where the running tool loop began without proven thinking.

    With `thinking: enabled` the API refuses an assistant message that calls tools and does not
    start with a thinking block, while its results are being answered.
    """
    if body.get("thinking", {}).get("type") != "enabled" or len(messages) < 2:
        return
    spoken = next((m for m in reversed(messages) if m["role"] == "assistant"), None)
    answers = messages[-1]["role"] == "user" and any(
        block["type"] == "tool_result" for block in messages[-1]["content"]
    )
    if spoken is None or not answers or spoken["content"][0]["type"] in _THINKING:
        return
    if any(block["type"] == "tool_use" for block in spoken["content"]):
        scribe.lose("thinking", "thinking", "option", "off: the tool call came without thinking")
        body["thinking"] = {"type": "disabled"}
