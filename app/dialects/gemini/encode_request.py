"""A conversation into the request for a target that speaks Gemini."""

import re
from dataclasses import replace

from app.core.conversation import Conversation, Turn
from app.core.failure import Failure, FailureKind, Refused
from app.core.traits import Target
from app.dialects.base import WireRequest
from app.dialects.gemini import encode_options, encode_reasoning, encode_tools, encode_turns
from app.dialects.gemini.notes import Json, Notes, dumped
from app.dialects.gemini.wire import path
from app.dialects.tool_names import wire_names

_BEGINS_WELL = re.compile(r"[a-zA-Z_]")


def encode_request(conversation: Conversation, target: Target) -> WireRequest:
    """The request, and what it cannot carry.

    `contents` stand last in the body, so that a conversation that grows keeps its beginning byte by
    byte. Model and streaming are in the path. Raises `Refused` where nothing is left to send.
    """
    names = wire_names(conversation, target.traits.tool_name_limit, begins=_BEGINS_WELL)
    notes = Notes(conversation.client, target, names)
    stream = conversation.options.stream or target.traits.stream_only
    prompt, rest = _with_a_content(*_split(conversation.turns))

    body: Json = {}
    config: Json = {}
    encode_tools.write(conversation, body, notes)
    encode_options.limits(conversation, config, notes)
    encode_options.sampling(conversation, config, notes)
    encode_reasoning.control(conversation, config, notes)
    instruction = encode_options.output_format(conversation, config, notes, tools="tools" in body)
    system = encode_turns.system(prompt, instruction, notes)
    if system is not None:
        body = {"systemInstruction": system, **body}
    if config:
        body["generationConfig"] = config
    encode_options.identity(conversation, body, notes)
    encode_options.others(conversation, body, notes)
    contents = encode_turns.contents(rest, notes)
    if not contents:
        raise Refused(
            Failure(
                FailureKind.BAD_REQUEST,
                "contents: nothing with content is left to send. Say something to the model.",
                status=400,
                param="contents",
            )
        )
    body["contents"] = contents
    return WireRequest(
        path=path(target.model, stream),
        body=dumped(body),
        target=target,
        stream=stream,
        losses=tuple(notes.losses),
        tool_names={wire: name for name, wire in names.items()},
    )


def _split(turns: tuple[Turn, ...]) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    count = next((i for i, turn in enumerate(turns) if turn.role != "system"), len(turns))
    return turns[:count], turns[count:]


def _with_a_content(
    prompt: tuple[Turn, ...], rest: tuple[Turn, ...]
) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """A conversation of instructions alone, which OpenAI's wire allows, as a user's words."""
    if rest or not prompt:
        return prompt, rest
    return prompt[:-1], (replace(prompt[-1], role="user"),)
