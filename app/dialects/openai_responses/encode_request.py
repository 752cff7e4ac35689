"""A conversation into the request for a target that speaks Responses."""

from app.core.conversation import Conversation
from app.core.failure import Failure, FailureKind, Refused
from app.core.traits import Target
from app.dialects.base import WireRequest
from app.dialects.openai_responses import encode_items, encode_options, encode_tools
from app.dialects.openai_responses.notes import Json, Notes, dumped
from app.dialects.openai_responses.tool_forms import forms
from app.dialects.openai_responses.wire import PATH
from app.dialects.tool_names import wire_names


def encode_request(conversation: Conversation, target: Target) -> WireRequest:
    """The request, and what it cannot carry.

    `input` stands last in the body, so that a conversation that grows keeps its beginning byte by
    byte. Raises `Refused` where nothing is left to send.
    """
    known = forms(conversation)
    found = wire_names(conversation, target.traits.tool_name_limit)
    names = {name: wire for name, wire in found.items() if name not in known}
    notes = Notes(conversation.client, target, known, names)
    stream = conversation.options.stream or target.traits.stream_only

    body: Json = {"model": target.model}
    if stream:
        body["stream"] = True
    encode_options.reasoning(conversation, body, notes)
    encode_options.limits(conversation, body, notes)
    encode_options.sampling(conversation, body, notes)
    encode_options.output_format(conversation, body, notes)
    encode_options.identity(conversation, body, notes)
    encode_tools.write(conversation, body, notes)
    encode_options.others(conversation, body, notes)
    instructions, rest = encode_items.instructions(conversation.turns, notes)
    if instructions is not None:
        body["instructions"] = instructions
    items = encode_items.items(rest, notes)
    if not items:
        raise Refused(
            Failure(
                FailureKind.BAD_REQUEST,
                "input: nothing with content is left to send. Say something to the model.",
                status=400,
                param="input",
            )
        )
    body["input"] = items
    return WireRequest(
        path=PATH,
        body=dumped(body),
        target=target,
        stream=stream,
        losses=tuple(notes.losses),
        tool_names={wire: name for name, wire in names.items()},
    )
