"""A client's Chat Completions request into a conversation."""

from app.core.conversation import Conversation
from app.core.sidecar import Sidecar
from app.dialects import wire_json
from app.dialects.base import ClientCall
from app.dialects.openai_chat import fields
from app.dialects.openai_chat.decode_messages import turns
from app.dialects.openai_chat.decode_options import TAKEN, options
from app.dialects.openai_chat.decode_tools import SEARCH, tools
from app.dialects.openai_chat.wire import NAME

_KNOWN = TAKEN | {"model", "messages", "tools", "functions", SEARCH}


def decode_request(call: ClientCall) -> Conversation:
    """What the client asks for.

    Raises `Refused` (BAD_REQUEST) that names the field which is wrong; every body is either
    understood or refused.
    """
    body = wire_json.load_request(call.body)
    model = body.get("model")
    if model is None or model == "":
        fields.refuse("model", "you must provide a model parameter", "missing_required_parameter")
    messages = fields.items(body.get("messages"), "messages")
    if not messages:
        if body.get("messages") is None:
            fields.text(None, "messages")
        fields.refuse(
            "messages",
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an "
            "empty array instead.",
            "empty_array",
        )
    chosen, rest = options(body)
    kept = {name: v for name, v in body.items() if name not in _KNOWN and v is not None}
    kept.update(rest)
    return Conversation(
        client=NAME,
        model=fields.text(model, "model"),
        turns=turns(messages, call.seal),
        tools=tools(body),
        options=chosen,
        sidecar=Sidecar(fields.ORIGIN, kept) if kept else None,
    )
