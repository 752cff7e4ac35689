"""The models that a provider says it has."""

from typing import Any

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.base import Dialect
from app.dialects.wire_json import load
from app.gateway.answers import spoken_by
from app.gateway.credentials import Credentials
from app.gateway.upstream import UpstreamFailed, UpstreamPool
from app.providers.provider import Provider

_ANTHROPIC_VERSION = {"anthropic-version": "2023-06-01"}


async def fetch_models(
    provider: Provider, dialect: Dialect, upstream: UpstreamPool, credentials: Credentials
) -> list[str]:
    """The ids of `GET models`, in the provider's order; OpenAI and Anthropic list them alike.

    Raises `Refused` with a sentence where the provider does not list them.
    """
    headers = {**_ANTHROPIC_VERSION, **await credentials.headers(provider)}
    try:
        answer = await upstream.get(provider, "models", headers)
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
        names = _names(load(body))
    except ValueError:
        names = None
    if names is None:
        message = f"{provider.name} answered its list of models with something else."
        raise Refused(Failure(FailureKind.PROTOCOL, message, provider=provider.name))
    return names


def _names(value: Any) -> list[str] | None:
    entries = value.get("data", value.get("models")) if isinstance(value, dict) else value
    if not isinstance(entries, list):
        return None
    found = (entry.get("id", entry.get("name")) for entry in entries if isinstance(entry, dict))
    return [name for name in found if isinstance(name, str)]
