"""Web searches as Anthropic writes them: a call that the server made, and its result.

A search that somebody else made is shown to the client in these blocks too. What they hold beside
titles and addresses travels in `encrypted_content`, which clients return untouched: Anthropic's own
is readable by Anthropic alone, ours is a carrier, and never reaches it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core import carrier
from app.core.conversation import Opaque, Part, Text
from app.core.search import Found, Search, summary
from app.core.sidecar import Origin, Sidecar
from app.dialects.citations import Citation

Block = dict[str, Any]

_OURS = Origin("dragoman")
_ID = "srvtoolu_dragoman_"
_DIRECT = {"type": "direct"}
_RESULT = "web_search_tool_result"


def written(search: Search, unique: str, seal: bytes) -> tuple[Block, Block]:
    """The two blocks of a search that is not Anthropic's; `unique` is of letters and digits."""
    call_id = f"{_ID}{unique}"
    content: Any = [
        _result(found, seal, "" if number else search.answer)
        for number, found in enumerate(search.results)
    ]
    if search.error and not content:
        content = {"type": "web_search_tool_result_error", "error_code": "unavailable"}
    call = {
        "type": "server_tool_use",
        "id": call_id,
        "name": "web_search",
        "input": {"query": search.query},
        "caller": _DIRECT,
    }
    return call, {"type": _RESULT, "tool_use_id": call_id, "content": content, "caller": _DIRECT}


def read(block: Mapping[str, Any], query: str) -> Search | None:
    """The search that a result block tells; None where the block is none. `query` led to it."""
    if block.get("type") != _RESULT:
        return None
    content = block.get("content")
    if isinstance(content, Mapping):
        code = content.get("error_code")
        return Search(query, error=f"The search failed: {code or 'unavailable'}.")
    entries = content if isinstance(content, list) else []
    results = (_found(entry) for entry in entries if isinstance(entry, Mapping))
    return Search(query, tuple(found for found in results if found is not None))


def query_of(block: Mapping[str, Any]) -> tuple[str, str] | None:
    """The id and the query of a call of the search; None for any other block."""
    if block.get("type") != "server_tool_use" or block.get("name") != "web_search":
        return None
    given = block.get("input")
    query = given.get("query") if isinstance(given, Mapping) else None
    call_id = block.get("id")
    if not isinstance(call_id, str):
        return None
    return call_id, query if isinstance(query, str) else ""


def told(part: Opaque, queries: dict[str, str]) -> Opaque:
    """A block that only Anthropic understands; a search's result with what it tells.

    `queries` are the searches so far by their calls' ids; a call is noted in it, and says nothing
    elsewhere, as its result tells both.
    """
    block = part.sidecar.data
    if asked := query_of(block):
        queries[asked[0]] = asked[1]
        return replace(part, gist="")
    call_id = block.get("tool_use_id")
    search = read(block, queries.get(call_id, "") if isinstance(call_id, str) else "")
    return part if search is None else replace(part, search=search, gist=summary(search))


def linked(parts: tuple[Part, ...], seal: bytes) -> tuple[Part, ...]:
    """The parts of a turn, in which searches know what they searched for and what they found.

    The blocks of a search that was not Anthropic's become one part, which goes back as words.
    """
    if not any(isinstance(part, Opaque) or _cites(part) for part in parts):
        return parts
    queries: dict[str, str] = {}
    result: list[Part] = []
    for part in parts:
        if isinstance(part, Opaque):
            known = told(part, queries)
            block = known.sidecar.data
            if not _is_ours(block):
                result.append(known)
            elif known.search is not None:
                ours = _opened(block.get("content"), known.search, seal)
                # Whoever tells no query has put its sources into its text.
                gist = summary(ours) if ours.query or ours.error else ""
                result.append(Opaque("web_search", gist, Sidecar(_OURS, {}), ours))
        elif isinstance(part, Text):
            result.append(_uncited(part))
        else:
            result.append(part)
    return tuple(result)


def cited(citation: Citation, seal: bytes) -> Block:
    """A source that another provider named, as a citation of a text."""
    return {
        "type": "web_search_result_location",
        "url": citation.url,
        "title": citation.title or None,
        "encrypted_index": carrier.pack(_OURS, citation.url, {}, seal),
        "cited_text": citation.quoted,
    }


def _cites(part: Part) -> bool:
    return isinstance(part, Text) and part.sidecar is not None and "citations" in part.sidecar.data


def _uncited(text: Text) -> Text:
    """The text without the citations that were made by us, which Anthropic could not read."""
    sidecar = text.sidecar
    given = sidecar.data.get("citations") if sidecar is not None else None
    if sidecar is None or not isinstance(given, list):
        return text
    own = [each for each in given if not _is_made(each)]
    if len(own) == len(given):
        return text
    rest = {name: value for name, value in sidecar.data.items() if name != "citations"}
    data = {**rest, "citations": own} if own else rest
    return replace(text, sidecar=replace(sidecar, data=data) if data else None)


def _is_made(citation: Any) -> bool:
    index = citation.get("encrypted_index") if isinstance(citation, Mapping) else None
    return isinstance(index, str) and carrier.is_carrier(index)


def _is_ours(block: Mapping[str, Any]) -> bool:
    call_id = block.get("tool_use_id") or block.get("id")
    return isinstance(call_id, str) and call_id.startswith(_ID)


def _result(found: Found, seal: bytes, answer: str) -> Block:
    """One result; what a model said of all of them travels with the first."""
    words = {"snippet": found.snippet, "answer": answer}
    more = {name: text for name, text in words.items() if text}
    return {
        "type": "web_search_result",
        "title": found.title or found.url,
        "url": found.url,
        "encrypted_content": carrier.pack(_OURS, found.url, more, seal),
        "page_age": found.age or None,
    }


def _found(entry: Mapping[str, Any]) -> Found | None:
    title, url, age = entry.get("title"), entry.get("url"), entry.get("page_age")
    if not isinstance(url, str) or not url:
        return None
    return Found(
        title if isinstance(title, str) else "", url, "", age if isinstance(age, str) else ""
    )


def _opened(content: Any, search: Search, seal: bytes) -> Search:
    """The search, with the words that were carried for its results."""
    packed = {
        entry.get("url"): entry.get("encrypted_content")
        for entry in (content if isinstance(content, list) else [])
        if isinstance(entry, Mapping)
    }
    results: list[Found] = []
    answer = ""
    for found in search.results:
        held = packed.get(found.url)
        kept = carrier.unpack(held, found.url, seal) if isinstance(held, str) else None
        data = kept.data if kept is not None else {}
        results.append(replace(found, snippet=_text(data.get("snippet"))))
        answer = answer or _text(data.get("answer"))
    return replace(search, results=tuple(results), answer=answer)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
