"""What the search services want to be asked, and how they answer.

Sources, read 2026-11: SearXNG "Search API" (docs.searxng.org/dev/search_api), Brave "Web Search
API" (api-dashboard.search.brave.com), Tavily "Search" (docs.tavily.com).
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from app.core.search import Found
from app.dialects.wire_json import dump
from app.providers import address
from app.providers.preset import Timeouts
from app.providers.provider import Provider
from app.settings.search_settings import SearchSettings

Kind = Literal["searxng", "brave", "tavily"]

_LABELS: Mapping[Kind, str] = {"searxng": "SearXNG", "brave": "Brave Search", "tavily": "Tavily"}
_ADDRESSES: Mapping[Kind, str] = {
    "brave": "https://api.search.brave.com/res/v1",
    "tavily": "https://api.tavily.com",
}
_AUTH: Mapping[Kind, str] = {"brave": "X-Subscription-Token", "tavily": "bearer"}
# Brave refuses longer ones; nobody searches for more.
_LONGEST_QUERY = 400
_LONGEST_TITLE, _LONGEST_URL, _LONGEST_SNIPPET = 300, 2_000, 1_500
_TAG = re.compile(r"<[^<>]{1,200}>")
_SECONDS = Timeouts(connect=5.0, first_byte=20.0, idle=20.0)


class ServiceError(ValueError):
    """A search service cannot be used as it is set up; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Service:
    """One search service, as the settings describe it; `count` is how many results are wanted.

    `at` is the service in the terms in which every other server is called.
    """

    kind: Kind
    at: Provider
    count: int

    @property
    def label(self) -> str:
        """Its name for a person."""
        return self.at.name


@dataclass(frozen=True, slots=True)
class Query:
    """One HTTP request to a service; `body` None is a GET."""

    url: str
    body: bytes | None = None


def service(settings: SearchSettings) -> Service | None:
    """The service that the settings name, None where they name none.

    Raises `ServiceError` as `described` does.
    """
    return None if settings.endpoint == "none" else described(settings.endpoint, settings)


def described(kind: Kind, settings: SearchSettings) -> Service:
    """The service of this kind, with the address, the key and the count of the settings.

    Raises `ServiceError` where it lacks an address or a key, or has a wrong one.
    """
    label = _LABELS[kind]
    url = (settings.base_url or _ADDRESSES.get(kind, "")).rstrip("/").removesuffix("/search")
    if not url:
        raise ServiceError(
            f"{label} has no address. Give it one: dragoman search use {kind} --base-url URL"
        )
    try:
        address.check(url)
    except address.AddressError as error:
        raise ServiceError(f"{label} cannot be used. {error}") from None
    if kind in _AUTH and settings.key is None:
        raise ServiceError(
            f"{label} has no key. Give it one: dragoman search use {kind} --key-stdin"
        )
    at = Provider(
        name=label,
        dialect="openai_chat",
        base_url=url,
        auth="none" if settings.key is None else _AUTH.get(kind, "bearer"),
        preset="",
        key_ref=settings.key,
        key_origin=settings.key_origin,
        timeouts=_SECONDS,
    )
    if settings.key is not None and not at.key_fits:
        raise ServiceError(
            f"{label} has a key that was entered for {settings.key_origin}, and its address is now "
            f"{at.origin}. Enter the key again if it belongs there."
        )
    return Service(kind, at, settings.count)


def query(asked: Service, words: str) -> Query:
    """The request that searches for `words`."""
    words = " ".join(words.split())[:_LONGEST_QUERY]
    base = asked.at.base_url
    match asked.kind:
        case "searxng":
            return Query(f"{base}/search?{urlencode({'q': words, 'format': 'json'})}")
        case "brave":
            given = {"q": words, "count": asked.count, "text_decorations": "false"}
            return Query(f"{base}/web/search?{urlencode(given)}")
        case "tavily":
            return Query(f"{base}/search", dump({"query": words, "max_results": asked.count}))


def results(asked: Service, answer: Any) -> tuple[Found, ...]:
    """The results in a service's answer, each address once, as many as were wanted.

    Raises `ServiceError` where it is no such answer.
    """
    found: dict[str, Found] = {}
    for entry in _entries(asked, answer):
        one = _found(entry)
        if one is not None:
            found.setdefault(one.url, one)
        if len(found) == asked.count:
            break
    return tuple(found.values())


def _entries(asked: Service, answer: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(answer, Mapping):
        raise ServiceError(f"{asked.label} answered with something that is no list of results.")
    place = answer
    if asked.kind == "brave":
        place = answer.get("web") or {"results": []}  # nothing was found
    listed = place.get("results") if isinstance(place, Mapping) else None
    if not isinstance(listed, list):
        raise ServiceError(f"{asked.label} answered with something that is no list of results.")
    return (entry for entry in listed if isinstance(entry, Mapping))


def _found(entry: Mapping[str, Any]) -> Found | None:
    url = entry.get("url")
    if not isinstance(url, str) or len(url) > _LONGEST_URL or not _is_web(url):
        return None
    more = entry.get("extra_snippets")
    words = [entry.get("content"), entry.get("description")]
    words += more if isinstance(more, list) else []
    age = entry.get("age") or entry.get("publishedDate") or entry.get("published_date")
    return Found(
        _plain(entry.get("title"))[:_LONGEST_TITLE],
        url,
        " ".join(filter(None, map(_plain, words)))[:_LONGEST_SNIPPET],
        _plain(age)[:40],
    )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()


def _plain(value: Any) -> str:
    """Words without markup, line breaks and control characters."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(_TAG.sub("", value[: 4 * _LONGEST_SNIPPET]))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
