"""A conversation into the request for a target that speaks Chat Completions."""

from app.core.conversation import Conversation
from app.core.failure import Failure, FailureKind, Refused
from app.core.traits import Target
from app.dialects import cache_breakpoints
from app.dialects.base import WireRequest
from app.dialects.openai_chat import (
    encode_messages,
    encode_options,
    encode_reasoning,
    encode_tools,
)
from app.dialects.openai_chat.notes import Json, Notes, dumped
from app.dialects.openai_chat.wire import PATH
from app.dialects.tool_names import wire_names


def encode_request(conversation: Conversation, target: Target) -> WireRequest:
    """The request, and what it cannot carry.

    `messages` stand last in the body, so that a conversation that grows keeps its beginning byte by
    byte. Raises `Refused` where nothing is left to send, or where a tool of the client's would
    silently be missing.
    """
    if target.traits.cache_breakpoints and target.traits.cache_marks:
        conversation = cache_breakpoints.marked(conversation)
    names = wire_names(conversation, target.traits.tool_name_limit)
    notes = Notes(conversation.client, target, names)
    stream = conversation.options.stream or target.traits.stream_only

    body: Json = {"model": target.model}
    if stream:
        encode_options.streaming(body, notes)
    encode_options.limits(conversation, body, notes)
    encode_options.sampling(conversation, body, notes)
    encode_reasoning.control(conversation, body, notes, stream=stream)
    instruction = encode_options.output_format(conversation, body, notes)
    encode_options.identity(conversation, body, notes)
    encode_options.others(conversation, body, notes)
    encode_tools.write(conversation, body, notes, thinks=encode_reasoning.thinks(body))
    messages = encode_messages.messages(conversation.turns, instruction, notes)
    if not messages:
        raise Refused(
            Failure(
                FailureKind.BAD_REQUEST,
                "messages: no message with content is left to send. Say something to the model.",
                status=400,
                param="messages",
            )
        )
    if target.traits.prefill == "prefix" and messages[-1]["role"] == "assistant":
        messages[-1]["prefix"] = True
    body["messages"] = messages
    return WireRequest(
        path=PATH,
        body=dumped(body),
        target=target,
        stream=stream,
        losses=tuple(notes.losses),
        tool_names={wire: name for name, wire in names.items()},
    )
