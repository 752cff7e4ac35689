"""Tools as this wire writes them, for a provider that speaks it and for the echo in an answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.conversation import HostedTool, Tool, ToolChoice
from app.dialects.openai_responses.tool_forms import ToolForm, own_name
from app.dialects.openai_responses.wire import NAME

Json = dict[str, Any]


def written(tools: Iterable[Tool | HostedTool], *, echo: bool = False) -> list[Json]:
    """The `tools` field: neighbours of one namespace stand in it together.

    Tools that the client put into its input stay there, and are left out. An `echo` has every key
    of a function, also those that the client left out.
    """
    found: list[Json] = []
    namespace: Mapping[str, Any] | None = None
    for tool in tools:
        data = tool.sidecar.towards(NAME) if tool.sidecar is not None else {}
        if data.get("place") is not None:
            continue
        one = wire_tool(tool, echo=echo)
        outer = data.get("namespace")
        if outer is None:
            found.append(one)
        elif outer == namespace:
            found[-1]["tools"].append(one)
        else:
            found.append({**outer, "tools": [one]})
        namespace = outer
    return found


def wire_tool(tool: Tool | HostedTool, *, echo: bool) -> Json:
    """One tool in the client's own form; a tool of another wire as a function."""
    data = tool.sidecar.towards(NAME) if tool.sidecar is not None else {}
    native = data.get("native")
    if isinstance(native, Mapping):
        return dict(native)
    if isinstance(tool, HostedTool):
        return {"type": tool.kind}
    wire: Json = {"type": "function", "name": own_name(tool)}
    for name, value in (("description", tool.description), ("strict", tool.strict)):
        if value is not None or echo:
            wire[name] = value
    wire["parameters"] = tool.schema
    if tool.deferred:
        wire["defer_loading"] = True
    return wire | dict(data.get("extra", {}))


def wire_choice(choice: ToolChoice | None, forms: Mapping[str, ToolForm]) -> str | Json:
    """The `tool_choice` field."""
    if choice is None:
        return "auto"
    if choice.among:
        mode = "required" if choice.mode == "any" else "auto"
        tools = [{"type": "function", "name": name} for name in choice.among]
        return {"type": "allowed_tools", "mode": mode, "tools": tools}
    if choice.mode != "tool":
        return {"any": "required"}.get(choice.mode, choice.mode)
    name = choice.name or ""
    form = forms.get(name)
    if form is None:
        return {"type": "function", "name": name}
    if form.kind not in ("function", "custom"):
        return {"type": form.kind}
    wire = {"type": form.kind, "name": form.name}
    return wire if form.namespace is None else {**wire, "namespace": form.namespace}
