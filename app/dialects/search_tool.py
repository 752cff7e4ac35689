"""What a client asks of a hosted web search, whichever wire it asked on.

Anthropic's `web_search_*` has `allowed_domains`, `blocked_domains`, `max_uses` and `user_location`
beside its name; OpenAI's `web_search` has `filters` with the domains, and `user_location`, which
both write in the same way; `web_search_options` of Chat Completions has the place one level deeper
(references read 2026-11).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.conversation import HostedTool


@dataclass(frozen=True, slots=True)
class SearchTool:
    """`domains` are the only ones that may be found, () for all; `blocked` are never found.

    `uses` is how many searches are allowed, None for any number. `location` is the wire's object.
    `others` are the names of what else the client says of it, in no other wire's terms.
    """

    domains: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    uses: int | None = None
    location: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()


# The names of one list: Anthropic's, OpenRouter's, Google's.
_BLOCKED = ("blocked_domains", "excluded_domains", "excludeDomains")


_KNOWN = frozenset(
    {"type", "name", "cache_control", "filters", "max_uses", "allowed_domains", "user_location"}
    | {*_BLOCKED}
)
# True is what an endpoint does by itself (`external_web_access`).
_NOTHING: tuple[Any, ...] = (None, True, [], {})


def read(tool: HostedTool) -> SearchTool:
    """What the tool says, as far as it is understood; of what is not, the name."""
    data = tool.sidecar.data
    native = data.get("native")
    wire: Mapping[str, Any] = native if isinstance(native, Mapping) else data
    options = data.get("web_search_options")
    wire = options if isinstance(options, Mapping) else wire
    google = wire.get("googleSearch")
    wire = google if isinstance(google, Mapping) else wire
    filters = wire.get("filters")
    domains: Mapping[str, Any] = filters if isinstance(filters, Mapping) else wire
    uses, location = wire.get("max_uses"), wire.get("user_location")
    return SearchTool(
        _texts(domains.get("allowed_domains")),
        next(filter(None, (_texts(domains.get(name)) for name in _BLOCKED)), ()),
        uses if type(uses) is int and uses > 0 else None,
        _place(location) if isinstance(location, Mapping) else {},
        tuple(name for name, value in wire.items() if name not in _KNOWN and value not in _NOTHING),
    )


def _place(location: Mapping[str, Any]) -> Mapping[str, Any]:
    """The location in the flat form; Chat Completions has the place inside `approximate`."""
    inner = location.get("approximate")
    return {"type": "approximate", **inner} if isinstance(inner, Mapping) else location


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else ()
