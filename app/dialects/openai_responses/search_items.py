"""Web searches as items of this wire: `web_search_call`, which holds its query and its sources.

OpenAI guide to web search, read 2026-11: `action` is a search with `query` (newer: `queries`) and,
where `include` asks for them, `sources`; opening a page and finding in it are actions too.
"""

from collections.abc import Mapping
from typing import Any

from app.core.search import Found, Search

Json = dict[str, Any]

KIND = "web_search_call"
SOURCES = "web_search_call.action.sources"


def item(search: Search, item_id: str, status: str) -> Json:
    """The item of a search that somebody else made; its sources are those of its results."""
    action: Json = {"type": "search", "query": search.query, "queries": [search.query]}
    if search.results and status == "completed":
        action["sources"] = [{"type": "url", "url": found.url} for found in search.results]
    return {"id": item_id, "type": KIND, "status": status, "action": action}


def read(wire: Mapping[str, Any]) -> Search | None:
    """The search that an item tells; None where it is another item, or opened a page."""
    if wire.get("type") != KIND:
        return None
    action = wire.get("action")
    if not isinstance(action, Mapping) or action.get("type") not in (None, "search"):
        return None
    queries = action.get("queries")
    asked = [text for text in queries if isinstance(text, str)] if isinstance(queries, list) else []
    query = action.get("query")
    if not asked and isinstance(query, str):
        asked = [query]
    return Search(", ".join(asked), tuple(_sources(action.get("sources"))))


def _sources(value: Any) -> list[Found]:
    found: dict[str, Found] = {}
    for source in value if isinstance(value, list) else []:
        url = source.get("url") if isinstance(source, Mapping) else None
        if isinstance(url, str) and url:
            title = source.get("title")
            found.setdefault(url, Found(title if isinstance(title, str) else "", url))
    return list(found.values())
