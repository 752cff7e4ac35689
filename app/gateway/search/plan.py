"""What becomes of a request that wants the web searched, decided from what it says."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from app.core.conversation import (
    Conversation,
    HostedTool,
    Opaque,
    Part,
    Text,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Turn,
)
from app.core.search import Search, listed
from app.core.traits import Target
from app.dialects.search_tool import SearchTool, read
from app.dialects.wire_json import dump_text
from app.gateway.paths import ANTHROPIC, GEMINI, RESPONSES
from app.gateway.search.service import Service, ServiceError
from app.gateway.splice import Peeked
from app.providers.provider import Provider

KIND = "web_search"
# Only tools with one of these may want a search: reading all other requests would cost them time.
_SIGNS = (b"web_search", b"googleSearch", b"google_search")
_NO_OPTIONS = (b"", b"null")
# The instruction before what Claude Code 2.1.329 searches for, as others write it too.
_INSTRUCTION = re.compile(r"[^\n:]{0,80}\bsearch\b[^\n:]{0,60}:\s*(?P<query>\S[^\n]{0,400})", re.I)

_ANY = SearchTool()
_CALL = "dragoman_search_"

_SCHEMA = {
    "type": "object",
    "properties": {"query": {"type": "string", "description": "What to search for."}},
    "required": ["query"],
    "additionalProperties": False,
}
_DESCRIPTION = (
    "Search the web. Gives titles, addresses and excerpts of pages. Use it for what you cannot "
    "know or what may have changed, and name the addresses that you rely on."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request's wish to search.

    `query` is what to search for where the request asks for nothing else. `forced` means that the
    model must search first. `tool` is what else is said of the search, and `among` that it stands
    among functions of the client.
    """

    query: str | None = None
    forced: bool = False
    tool: SearchTool = _ANY
    among: bool = False

    @property
    def only(self) -> bool:
        """Whether the request is a search and nothing else."""
        return self.query is not None or self.forced


@dataclass(frozen=True, slots=True)
class SearchingModel:
    """A model of another provider, which searches by itself."""

    provider: Provider
    model: str


Helper = Service | SearchingModel | ServiceError


@dataclass(frozen=True, slots=True)
class Loop:
    """A model that knows functions only searches with ours; `limit` is how often.

    `helper` is why there is none where it cannot be used: the model is told. `wanted` is what the
    client said of the search.
    """

    helper: Helper
    tool: str
    limit: int
    wanted: SearchTool = _ANY


@dataclass(frozen=True, slots=True)
class Offered:
    """What goes to a model that is offered our search, and how it is helped."""

    conversation: Conversation
    loop: Loop


def may_want(peeked: Peeked, client: str) -> bool:
    """Whether a request of a client that speaks the dialect `client` may want a search at all."""
    if client == RESPONSES:
        return _SIGNS[0] in peeked.body  # tools stand among its items, too
    if peeked.search_options not in _NO_OPTIONS:
        return True
    return any(sign in peeked.tools for sign in _SIGNS)


def wanted(conversation: Conversation) -> Wanted | None:
    """What the request wants of a search, None where it wants none."""
    hosted = [
        tool for tool in conversation.tools if isinstance(tool, HostedTool) and tool.kind == KIND
    ]
    choice = conversation.options.tool_choice
    if not hosted or (choice is not None and choice.mode == "none"):
        return None
    tool = read(hosted[0])
    if len(hosted) != len(conversation.tools):
        return Wanted(tool=tool, among=True)
    forced = choice is not None and choice.mode in ("any", "tool")
    return Wanted(_query(conversation), forced, tool)


def searches(target: Target, client: str, *, among: bool = False) -> bool:
    """Whether the target searches by itself for a client that speaks the dialect `client`.

    `among`: it would have to do so beside functions of the client.
    """
    traits = target.traits
    if among and target.dialect == GEMINI != client and not traits.mixed_tools:
        return False
    if target.dialect in (ANTHROPIC, client):
        return traits.hosted_tools
    return traits.web_search != "none"


def offered(conversation: Conversation, loop: Loop) -> Conversation:
    """The conversation with a function in the place of the search that its target does not know.

    Searches of earlier answers become calls of it, as the model made them.
    """
    function = Tool(loop.tool, _DESCRIPTION, _SCHEMA)
    tools: list[Tool | HostedTool] = []
    offered_once = False
    for tool in conversation.tools:
        if not _is_search(tool):
            tools.append(tool)
        elif not offered_once:
            tools.append(function)
            offered_once = True
    options = conversation.options
    choice = options.tool_choice
    if choice is not None and choice.mode == "tool" and choice.name not in _names(tools):
        options = replace(options, tool_choice=ToolChoice("tool", loop.tool))
    turns: list[Turn] = []
    for place, turn in enumerate(conversation.turns):
        for each in _as_calls(turn, loop.tool, place):
            # Results of one round stand together, ours and those of the client's own tools.
            if turns and turns[-1].role == each.role == "user" and _is_ours(turns[-1]):
                turns[-1] = replace(each, parts=(*turns[-1].parts, *each.parts))
            else:
                turns.append(each)
    return replace(conversation, tools=tuple(tools), options=options, turns=tuple(turns))


def unforced(conversation: Conversation) -> Conversation:
    """The conversation once the model has searched: it may answer now."""
    choice = conversation.options.tool_choice
    if choice is None or choice.mode not in ("any", "tool"):
        return conversation
    options = replace(conversation.options, tool_choice=ToolChoice("auto"))
    return replace(conversation, options=options)


def allowed(search: Search, tool: SearchTool) -> Search:
    """What was found, without the domains that the client does not want."""
    if not tool.domains and not tool.blocked:
        return search
    results = tuple(
        found
        for found in search.results
        if (not tool.domains or _is_of(found.url, tool.domains))
        and not _is_of(found.url, tool.blocked)
    )
    return replace(search, results=results)


def _is_of(url: str, domains: tuple[str, ...]) -> bool:
    """Whether an address is of one of the domains, which may have a path: "a.example/blog"."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    own = (parts.hostname or "").lower()
    for domain in domains:
        host, _, path = domain.lower().partition("/")
        if (own == host or own.endswith(f".{host}")) and (parts.path or "/").startswith(f"/{path}"):
            return True
    return False


def tool_name(conversation: Conversation) -> str:
    """A name for our function that no tool of the client has."""
    name, taken = KIND, _names(conversation.tools)
    while name in taken:
        name = f"dragoman_{name}"
    return name


def _names(tools: tuple[Tool | HostedTool, ...] | list[Tool | HostedTool]) -> set[str]:
    return {tool.name for tool in tools if isinstance(tool, Tool)}


def _is_search(tool: Tool | HostedTool) -> bool:
    return isinstance(tool, HostedTool) and tool.kind == KIND


def _query(conversation: Conversation) -> str | None:
    """What to search for, where the conversation is one instruction to search."""
    said = [turn for turn in conversation.turns if turn.role != "system"]
    if len(said) != 1 or said[0].role != "user":
        return None
    parts = [part for part in said[0].parts if not isinstance(part, Text) or part.text.strip()]
    if len(parts) != 1 or not isinstance(parts[0], Text):
        return None
    found = _INSTRUCTION.fullmatch(parts[0].text.strip())
    return found["query"].strip() if found else None


def _as_calls(turn: Turn, tool: str, place: int) -> list[Turn]:
    """The turn, cut at every search whose results are known."""
    if not any(_is_told(part) for part in turn.parts):
        return [turn]
    turns: list[Turn] = []
    said: list[Part] = []
    for number, part in enumerate(turn.parts):
        if not isinstance(part, Opaque) or part.search is None or not _is_told(part):
            said.append(part)
            continue
        call_id = f"{_CALL}{place}_{number}"
        arguments = dump_text({"query": part.search.query})
        turns.append(replace(turn, parts=(*said, ToolCall(call_id, tool, arguments))))
        result = ToolResult(
            call_id, (Text(listed(part.search)),), True if part.search.error else None
        )
        turns.append(Turn("user", (result,)))
        said = []
    if said:
        turns.append(replace(turn, parts=tuple(said)))
    return turns


def _is_ours(turn: Turn) -> bool:
    """Whether the turn begins with a result that `_as_calls` made."""
    first = turn.parts[0] if turn.parts else None
    return isinstance(first, ToolResult) and first.call_id.startswith(_CALL)


def _is_told(part: Part) -> bool:
    return (
        isinstance(part, Opaque)
        and part.search is not None
        and bool(part.search.results or part.search.error or part.search.answer)
    )
