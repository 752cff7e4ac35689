"""The items of an answer's output."""

from typing import Any

from app.core import carrier
from app.core.conversation import Thinking, ToolCall
from app.core.sidecar import Origin, Sidecar
from app.dialects import wire_json
from app.dialects.openai_responses.tool_forms import EXEC, NATIVE, ToolForm
from app.dialects.openai_responses.wire import NAME
from app.dialects.raw_tools import raw_input

Json = dict[str, Any]

_UNSIGNED = Origin("dragoman")
_PREFIXES = {"function": "fc", "custom": "ctc"}


def call_item(call: ToolCall, form: ToolForm, item_id: str) -> Json:
    """The item of a call that is complete, in the form in which the client knows the tool.

    The arguments of a shell or of a search that are no object are given as none.
    """
    wire: Json
    if form.kind == "function":
        wire = {
            "id": item_id,
            "type": "function_call",
            "status": "completed",
            "arguments": call.arguments,
            "call_id": call.id,
            "name": form.name,
        }
    elif form.kind == "custom":
        wire = {
            "id": item_id,
            "type": "custom_tool_call",
            "status": "completed",
            "call_id": call.id,
            "input": raw_input(call.arguments),
            "name": form.name,
        }
    else:
        native = NATIVE[form.kind]
        arguments = _object(call.arguments)
        if form.kind == "local_shell":
            arguments = {**EXEC, "env": {}, **arguments}
        wire = {
            "id": item_id,
            "type": native.call,
            "status": "completed",
            "call_id": call.id,
            native.field: arguments,
        }
        if form.kind == "tool_search":
            wire["execution"] = "client"
    return wire if form.namespace is None else {**wire, "namespace": form.namespace}


def call_id(reply_id: str, form: ToolForm, index: int) -> str:
    """The id of a call's item."""
    return item_id(_PREFIXES.get(form.kind, "tc"), reply_id, index)


def item_id(prefix: str, reply_id: str, index: int) -> str:
    """The id of the item at `index`, the same in every event of it (and at most 64 characters)."""
    return f"{prefix}_{reply_id[:48]}{index:04x}"


def encrypted(text: str, sidecar: Sidecar | None, seal: bytes, *, shown: bool = True) -> str:
    """What the client keeps of a reasoning for us: OpenAI's own, or a carrier of another's.

    Words that are not `shown` travel in it too.
    """
    own = sidecar.towards(NAME).get("encrypted_content") if sidecar is not None else None
    if isinstance(own, str) and own:
        return own
    if text and not shown:
        return carrier.pack_whole(Thinking(text, sidecar=sidecar), seal)
    if sidecar is None:
        return carrier.pack(_UNSIGNED, text, {}, seal)
    return carrier.pack(sidecar.origin, text, sidecar.data, seal)


def _object(arguments: str) -> Json:
    try:
        value = wire_json.load(arguments) if arguments.strip() else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
