"""Tools of a conversation into those of a request, and which of them the model must call."""

from app.core.conversation import (
    Conversation,
    HostedTool,
    Tool,
    ToolChoice,
)
from app.dialects import search_tool
from app.dialects.deferred_tools import loaded
from app.dialects.openai_chat.custom_calls import is_custom
from app.dialects.openai_chat.decode_tools import SEARCH
from app.dialects.openai_chat.notes import Json, Notes
from app.dialects.openai_chat.wire import NAME
from app.dialects.schema_cleaner import fits_strict, parameters
from app.dialects.search_tool import SearchTool
from app.dialects.tool_choice import narrowed
from app.dialects.tool_extras import extras


def write(conversation: Conversation, body: Json, notes: Notes, *, thinks: bool) -> None:
    """Write `tools`, `tool_choice` and `parallel_tool_calls`, and what stands for web search."""
    if not notes.from_chat:
        conversation, left_out = narrowed(conversation)
        for name in left_out:
            notes.lose(name, "marker", "not offered: the model must not call it", "tools")
    tools = _tools(conversation, body, notes)
    if tools:
        body["tools"] = tools
    _choice(conversation, body, notes, thinks=thinks)


def _tools(conversation: Conversation, body: Json, notes: Notes) -> list[Json]:
    traits = notes.target.traits
    written: list[Json] = []
    known: set[str] | None = None
    taken: set[str] = set()
    for index, tool in enumerate(conversation.tools):
        notes.where = f"tools[{index}]"
        if isinstance(tool, HostedTool):
            forced = _names(conversation.options.tool_choice, tool)
            written += _hosted(tool, body, notes, forced=forced)
        elif not traits.tools:
            notes.lose(tool.name, "content", "left out: the model takes no tools")
        elif tool.name in taken:
            notes.lose(tool.name, "marker", "left out: a tool of this name stands before")
        else:
            if tool.deferred:
                known = loaded(conversation) if known is None else known
                if tool.name not in known:
                    notes.lose(tool.name, "marker", "left out until a tool search finds it")
                    continue
            taken.add(tool.name)
            written.append(_function(tool, notes))
    notes.where = ""
    return written


def _function(tool: Tool, notes: Notes) -> Json:
    traits = notes.target.traits
    function: Json = {"name": notes.tool_name(tool.name)}
    if tool.description is not None:
        function["description"] = tool.description
    function["parameters"] = parameters(tool.schema, traits.schema_subset)
    if tool.strict is not None:
        if not traits.strict_tools:
            notes.lose("strict", "option", "left out: the target does not take it")
        elif tool.strict and not notes.from_chat and not fits_strict(tool.schema):
            notes.lose("strict", "option", "left out: the schema has optional properties")
        else:
            function["strict"] = tool.strict
    for name in extras(tool, NAME):
        notes.lose(name, "marker", "left out: the target knows no such field")
    wire = {"type": "function", "function": function}
    if tool.cache is None and tool.sidecar is None:
        return wire
    wire = notes.marked(wire, tool.cache)
    # A tool with raw input is a function here: this lane reads the calls of functions only.
    if tool.sidecar is not None and notes.from_chat and not is_custom(tool):
        return notes.extended(wire, tool.sidecar)
    return wire  # the schema above says all that a native tool of another wire is


def _names(choice: ToolChoice | None, tool: HostedTool) -> bool:
    return choice is not None and choice.mode == "tool" and choice.name == tool.name


def _hosted(tool: HostedTool, body: Json, notes: Notes, *, forced: bool) -> list[Json]:
    """A tool that the provider runs: the client's own words, or the target's way to search."""
    if own := tool.sidecar.towards(NAME):
        if SEARCH not in own:
            return [dict(own)]
        body[SEARCH] = own[SEARCH]
        return []
    if tool.kind == "web_search" and notes.target.traits.web_search != "none":
        return _search(search_tool.read(tool), body, notes, forced=forced)
    notes.lose(tool.name, "option", "left out: the target does not run this tool")
    return []


def _search(wanted: SearchTool, body: Json, notes: Notes, *, forced: bool) -> list[Json]:
    """The target's own search: a tool, or a field of the body; `forced` where it must be used."""
    form = notes.target.traits.web_search
    if wanted.uses is not None:
        notes.lose("max_uses", "option", "left out: the target searches as often as it likes")
    for name in wanted.others:
        notes.lose(name, "option", "left out: the target's search does not take it")
    taken: tuple[str, ...] = ("domains", "blocked") if form == "openrouter_tool" else ()
    if form in ("glm_tool", "zai_tool") and len(wanted.domains) == 1:
        taken = ("domains",)
    for name, given in (("domains", wanted.domains), ("blocked", wanted.blocked)):
        if given and name not in taken:
            told = "allowed_domains" if name == "domains" else "blocked_domains"
            notes.lose(told, "option", "left out: the target's search knows no such list")
    if wanted.location and form != "web_search_options":
        notes.lose("user_location", "option", "left out: the target's search knows no places")
    match form:
        case "web_search_options":
            place = {name: text for name, text in wanted.location.items() if name != "type"}
            approximate = {"type": "approximate", "approximate": place}
            body["web_search_options"] = {"user_location": approximate} if place else {}
        case "enable_search":
            body["enable_search"] = True
            if forced:
                body["search_options"] = {"forced_search": True}
        case "glm_tool" | "zai_tool":
            engine = "search_std" if form == "glm_tool" else "search_pro_jina"
            inner: Json = {"enable": True, "search_engine": engine, "search_result": True}
            if "domains" in taken:
                inner["search_domain_filter"] = wanted.domains[0]
            return [{"type": "web_search", "web_search": inner}]
        case "openrouter_tool":
            found: Json = {"type": "openrouter:web_search"}
            lists = {"allowed_domains": wanted.domains, "excluded_domains": wanted.blocked}
            if options := {name: list(given) for name, given in lists.items() if given}:
                found["parameters"] = options
            return [found]
        case "online_suffix" if not body["model"].endswith(":online"):
            body["model"] += ":online"
        case _:
            pass
    return []


def _choice(conversation: Conversation, body: Json, notes: Notes, *, thinks: bool) -> None:
    options, traits = conversation.options, notes.target.traits
    choice, parallel = options.tool_choice, options.parallel_tool_calls
    notes.where = "tool_choice"
    functions = [
        tool["function"]["name"]
        for tool in body.get("tools", ())
        if isinstance(tool.get("function"), dict) and "name" in tool["function"]
    ]
    if not body.get("tools"):
        body.pop("tool_choice", None)  # a choice without tools is a 400 everywhere
        if choice is not None and choice.mode in ("any", "tool"):
            notes.lose("tool_choice", "option", "left out: no tools are left")
        return
    if choice is not None:
        wire: str | Json = {"any": "required"}.get(choice.mode, choice.mode)
        if choice.mode == "tool":
            name = notes.tool_name(choice.name or "")
            wire = {"type": "function", "function": {"name": name}}
            if name not in functions:
                notes.lose("tool_choice", "option", f"auto: no tool {name} is left")
                wire = "auto"
        elif choice.among:
            wire = _allowed(choice, notes)
        elif choice.mode == "any" and not functions and not notes.from_chat:
            wire = "auto"
        forced = choice.mode in ("any", "tool") and wire != "auto"
        if forced and not traits.forced_tool_choice:
            notes.lose("tool_choice", "option", "auto: the target does not force tools")
            wire = "auto"
        elif forced and thinks and not traits.forced_tool_choice_while_thinking:
            notes.lose("tool_choice", "option", "auto: not taken while the model thinks")
            wire = "auto"
        body["tool_choice"] = wire
    if parallel is not None:
        if traits.parallel_tool_calls:
            body["parallel_tool_calls"] = parallel
        elif not parallel:
            notes.lose("parallel_tool_calls", "option", "left out: the target has no such switch")
    notes.where = ""


def _allowed(choice: ToolChoice, notes: Notes) -> Json:
    """The choice among some of the tools, in OpenAI's words."""
    mode = "required" if choice.mode == "any" else "auto"
    tools = [
        {"type": "function", "function": {"name": notes.tool_name(name)}} for name in choice.among
    ]
    return {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": tools}}
