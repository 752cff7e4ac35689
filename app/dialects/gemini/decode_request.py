"""A client's request into a conversation."""

from app.core.conversation import Conversation
from app.dialects import wire_json
from app.dialects.base import ClientCall
from app.dialects.gemini import fields
from app.dialects.gemini.decode_contents import instructions, turns
from app.dialects.gemini.decode_options import options
from app.dialects.gemini.decode_tools import tools
from app.dialects.gemini.wire import NAME

_KNOWN = frozenset(
    {"model", "contents", "systemInstruction", "tools", "toolConfig", "generationConfig"}
)
_STREAMING = "streamGenerateContent"


def decode_request(call: ClientCall) -> Conversation:
    """What the client asks for; the model and the method stand in the path.

    Raises `Refused` (BAD_REQUEST) that names the field which is wrong: every body is either
    understood or refused. What to count (`countTokens`) may stand in `generateContentRequest`.
    """
    body = fields.message(wire_json.load_request(call.body), "")
    model, _, method = call.path.rpartition(":")
    inner = body.get("generateContentRequest")
    if inner is not None and method == "countTokens":
        body = fields.message(inner, "generateContentRequest")
    chosen, rest = options(body, stream=method == _STREAMING)
    return Conversation(
        client=NAME,
        model=model_name(model),
        turns=(
            *instructions(body.get("systemInstruction"), call.seal),
            *turns(body.get("contents"), call.seal),
        ),
        tools=tools(body.get("tools")),
        options=chosen,
        sidecar=fields.kept({**fields.rest(body, _KNOWN), **rest}),
    )


def model_name(path: str) -> str:
    """The model that the resource name `path` ("models/gemini-3-pro") means."""
    return path.removeprefix("models/")
