"""A client's Responses request into a conversation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NoReturn

from app.core.conversation import Conversation, Text, Turn
from app.core.failure import Failure, FailureKind, Refused
from app.dialects import wire_json
from app.dialects.base import ClientCall
from app.dialects.openai_responses import compaction, fields
from app.dialects.openai_responses.decode_items import turns
from app.dialects.openai_responses.decode_options import TAKEN, options
from app.dialects.openai_responses.decode_tools import tools
from app.dialects.openai_responses.wire import NAME

_KNOWN = TAKEN | {"model", "input", "instructions", "tools"}


def decode_request(call: ClientCall) -> Conversation:
    """What the client asks for.

    Raises `Refused` (BAD_REQUEST) that names the field which is wrong, and (UNSUPPORTED) for what
    lives at OpenAI only: every body is either understood or refused.
    """
    body = wire_json.load_request(call.body)
    model = body.get("model")
    if model is None or model == "":
        fields.refuse("model", "you must provide a model parameter", "missing_required_parameter")
    _refuse_elsewhere(body)
    instructions = fields.optional_text(body.get("instructions"), "instructions")
    said, inner_tools = turns(body.get("input"), call.seal)
    if instructions:
        said = (Turn("system", (Text(instructions),)), *said)
    if not said:
        fields.refuse(
            "input",
            "Invalid 'input': empty array. Expected an array with minimum length 1, but got an "
            "empty array instead.",
            "empty_array",
        )
    chosen, rest = options(body)
    offered = (*tools(body.get("tools"), "tools"), *inner_tools)
    kept = {name: v for name, v in body.items() if name not in _KNOWN and v is not None}
    kept.update(rest)
    asked = Conversation(
        client=NAME,
        model=fields.text(model, "model"),
        turns=said,
        tools=offered,
        options=chosen,
        sidecar=fields.kept(kept),
    )
    if not compaction.wanted(asked):
        return asked
    kept.pop("tool_choice", None)
    chosen = compaction.options(chosen, tools=bool(offered))
    return replace(asked, options=chosen, sidecar=fields.kept(kept))


def _refuse_elsewhere(body: Mapping[str, Any]) -> None:
    """Refuse a request whose words are not in it: they would be missing without a sign."""
    previous = body.get("previous_response_id")
    if previous is not None:
        # The first sentence is OpenAI's own.
        message = (
            f"Previous response with id '{str(previous)[:100]}' not found. Dragoman keeps answers "
            "for a limited time. Send the whole conversation in 'input'."
        )
        fields.refuse("previous_response_id", message, "previous_response_not_found")
    if body.get("background") is True:
        _unsupported(
            "background", "Dragoman does not answer in the background. Leave background out."
        )
    for name in ("conversation", "prompt"):
        if body.get(name) is not None:
            _unsupported(
                name,
                f"{name}: what is stored at OpenAI cannot be read by Dragoman. Send its content in "
                "'input' and 'instructions'.",
            )


def _unsupported(param: str, message: str) -> NoReturn:
    raise Refused(
        Failure(
            FailureKind.UNSUPPORTED,
            message,
            status=400,
            code="unsupported_parameter",
            param=param,
        )
    )
