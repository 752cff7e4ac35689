"""The sources of a text, as each wire writes them, and in one neutral form between wires.

Anthropic has `citations` on a text block, each with the words it quotes; OpenAI has `annotations`
with a span of the text, flat in Responses and nested in Chat Completions (references read 2026-11).
Decoders keep them whole in the sidecar of the text, under these names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.search import Found
from app.core.sidecar import Sidecar

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Citation:
    """One source. It stands for the whole text where `span` (from, to before) is None."""

    url: str
    title: str
    span: tuple[int, int] | None = None
    quoted: str = ""


def of(sidecar: Sidecar | None) -> tuple[Citation, ...]:
    """The sources on the web that a text's sidecar names, whichever wire it came from."""
    if sidecar is None:
        return ()
    entries = [*_objects(sidecar.data.get("citations")), *_objects(sidecar.data.get("annotations"))]
    return tuple(found for entry in entries if (found := _citation(entry)) is not None)


def flat(citation: Citation, length: int) -> Json:
    """An annotation of a Responses text of so many characters."""
    start, end = citation.span or (0, length)
    return {
        "type": "url_citation",
        "start_index": start,
        "end_index": end,
        "url": citation.url,
        "title": citation.title,
    }


def nested(citation: Citation, length: int, offset: int) -> Json:
    """An annotation of a Chat message, in which the text of that length begins at `offset`."""
    inner = flat(citation, length)
    del inner["type"]
    inner["start_index"] += offset
    inner["end_index"] += offset
    return {"type": "url_citation", "url_citation": inner}


def results(entries: Any) -> list[Found]:
    """Results of a search in a list of objects or of addresses, each once.

    Perplexity and xAI list addresses (`citations`), others objects with a title, and `url` or
    `link` (`search_results`; Zhipu's `web_search`).
    """
    found: dict[str, Found] = {}
    for entry in entries if isinstance(entries, list) else []:
        one = Found("", entry) if isinstance(entry, str) else None
        if isinstance(entry, Mapping):
            cited = _citation(entry)
            one = Found(cited.title, cited.url) if cited is not None else _result(entry)
        if one is not None and one.url:
            known = found.get(one.url)
            if known is None or (one.title and not known.title):
                found[one.url] = one
    return list(found.values())


def _result(entry: Mapping[str, Any]) -> Found | None:
    url = _text(entry.get("url")) or _text(entry.get("link"))
    if not url:
        return None
    words = _text(entry.get("content")) or _text(entry.get("snippet"))
    age = _text(entry.get("publish_date")) or _text(entry.get("date"))
    return Found(_text(entry.get("title")), url, words, age)


def _citation(entry: Mapping[str, Any]) -> Citation | None:
    inner = entry.get("url_citation")
    wire: Mapping[str, Any] = inner if isinstance(inner, Mapping) else entry
    url = _text(wire.get("url"))
    if not url or entry.get("type") not in ("url_citation", "web_search_result_location"):
        return None
    start, end = wire.get("start_index"), wire.get("end_index")
    span = (start, end) if type(start) is int and type(end) is int and 0 <= start <= end else None
    return Citation(url, _text(wire.get("title")), span, _text(wire.get("cited_text")))


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return (
        [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
