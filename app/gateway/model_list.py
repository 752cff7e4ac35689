"""The models that a provider says it has."""

from typing import Any
from urllib.parse import quote

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.base import Dialect
from app.dialects.wire_json import load
from app.gateway.answers import spoken_by
from app.gateway.credentials import Credentials
from app.gateway.upstream import UpstreamFailed, UpstreamPool
from app.providers.provider import Provider

_ANTHROPIC_VERSION = {"anthropic-version": "2023-06-01"}
_MOST_PAGES = 50
_PAGE = 1000  # the most that Google gives at once
_METHODS = frozenset({"generateContent", "embedContent"})


async def fetch_models(
    provider: Provider, dialect: Dialect, upstream: UpstreamPool, credentials: Credentials
) -> list[str]:
    """The ids of `GET models`, in the provider's order; OpenAI and Anthropic list them alike.

    Anthropic gives twenty at a time (`has_more`, `last_id`), Google a page (`nextPageToken`), whose
    names begin with "models/", and of which some make no text. Raises `Refused` with a sentence
    where the provider does not list them.
    """
    if provider.is_demo:
        return list(provider.models)
    headers = {**_ANTHROPIC_VERSION, **await credentials.headers(provider)}
    found: dict[str, None] = {}
    gemini = provider.dialect == "gemini"
    path = first = f"models?pageSize={_PAGE}" if gemini else "models"
    for _ in range(_MOST_PAGES):
        page = await _page(provider, dialect, upstream, path, headers)
        names = _names(page)
        if names is None:
            message = f"{provider.name} answered its list of models with something else."
            raise Refused(Failure(FailureKind.PROTOCOL, message, provider=provider.name))
        known = len(found)
        found.update(dict.fromkeys(names))
        token = page.get("nextPageToken") if gemini and isinstance(page, dict) else None
        last = page.get("last_id") if isinstance(page, dict) and page.get("has_more") else None
        if isinstance(token, str) and token:
            path = f"{first}&pageToken={quote(token, safe='')}"
        elif isinstance(last, str) and len(found) > known:
            path = f"models?after_id={quote(last, safe='')}"
        else:
            break
    return list(found)


async def _page(
    provider: Provider,
    dialect: Dialect,
    upstream: UpstreamPool,
    path: str,
    headers: dict[str, str],
) -> Any:
    """The JSON at `path`, None where it is none."""
    try:
        answer = await upstream.get(provider, path, headers)
        try:
            body = await answer.body()
        finally:
            answer.close()
    except UpstreamFailed as failed:
        raise Refused(failed.failure) from None
    if answer.status >= 300:
        failure = dialect.decode_error(answer.status, answer.headers, body)
        raise Refused(spoken_by(provider.name, failure))
    try:
        return load(body)
    except ValueError:
        return None


def _names(value: Any) -> list[str] | None:
    entries = value.get("data", value.get("models")) if isinstance(value, dict) else value
    if not isinstance(entries, list):
        return None
    found = (
        entry.get("id", entry.get("name")) if isinstance(entry, dict) else entry
        for entry in entries
        if _answers(entry)
    )
    return [name.removeprefix("models/") for name in found if isinstance(name, str) and name]


def _answers(entry: Any) -> bool:
    """Whether a model says that it can be asked, as Google's list does of each; else it can."""
    methods = entry.get("supportedGenerationMethods") if isinstance(entry, dict) else None
    return not isinstance(methods, list) or bool(_METHODS.intersection(map(str, methods)))
