"""A provider's credential as headers: sent as it is, or exchanged for a token first."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.wire_json import dump, load
from app.gateway.upstream import UpstreamAnswer, UpstreamFailed, UpstreamPool
from app.providers.address import origin
from app.providers.provider import Provider
from app.routing.retry import Phase
from app.secrets.redact import register
from app.secrets.vault import Vault, VaultError
from app.settings.notation import is_reference

# A token is renewed this long before it expires, so that none expires on its way.
_MARGIN_SECONDS = 60.0
# Where the token's answer names no lifetime.
_USUAL_LIFETIME = 1800.0
_TOKEN_BODY_LIMIT = 64 * 1024
_TOKEN_NAMES = ("access_token", "token", "accessToken")
_LIFETIME_NAMES = ("expires_in", "expire_in", "expiresIn", "expires")


_Identity = tuple[str, str | None, str | None, str | None]


@dataclass(slots=True)
class _Token:
    """One provider's token: its value, its end, and the exchange that is under way.

    `exchanges` counts those that have ended, `refusal` is what the last one ended with.
    """

    value: str = ""
    renew_at: float = float("-inf")
    exchange: asyncio.Lock = field(default_factory=asyncio.Lock)
    exchanges: int = 0
    refusal: Refused | None = None


class Credentials:
    """Gives the headers that authenticate us to a provider.

    `clock` is monotonic, in seconds.
    """

    def __init__(
        self, vault: Vault, upstream: UpstreamPool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._vault = vault
        self._upstream = upstream
        self._clock = clock
        self._tokens: dict[_Identity, _Token] = {}

    async def headers(self, provider: Provider) -> dict[str, str]:
        """The provider's extra headers and its credential.

        Raises `Refused` (UNAVAILABLE) with what to do where the key cannot be had, or was entered
        for another address.
        """
        headers: dict[str, str] = {}
        for name, value in provider.headers.items():
            headers[name] = await self._secret(provider, value) if is_reference(value) else value
        if provider.auth == "none":
            return headers
        if provider.key_ref is None:
            raise _unavailable(
                provider,
                f"has no key. Give it one: dragoman provider add {provider.name} --key-stdin",
            )
        if not provider.key_fits:
            raise _unavailable(
                provider,
                f"has a key that was entered for {provider.key_origin}, and its address is now "
                f"{provider.origin}. Enter the key again if it belongs there.",
            )
        match provider.auth:
            case "bearer":
                headers["Authorization"] = f"Bearer {await self._key(provider)}"
            case "token-exchange":
                headers["Authorization"] = f"Bearer {await self._token(provider)}"
            case name:
                headers[name] = await self._key(provider)
        return headers

    def renew(self, provider: Provider, rejected: Mapping[str, str]) -> bool:
        """Forget the token in the `rejected` headers; False where the provider uses none.

        A token that was exchanged meanwhile, for another request, stays.
        """
        if provider.auth != "token-exchange":
            return False
        token = self._tokens.get(_identity(provider))
        if token is not None and rejected.get("Authorization") == f"Bearer {token.value}":
            token.renew_at = float("-inf")
        return True

    async def _key(self, provider: Provider) -> str:
        return await self._secret(provider, provider.key_ref or "")

    async def _secret(self, provider: Provider, reference: str) -> str:
        try:
            secret = await self._vault.resolve(reference)
        except VaultError as error:
            raise _unavailable(provider, f"cannot be given its key. {error}") from None
        return secret.reveal()

    async def _token(self, provider: Provider) -> str:
        """The token, exchanged anew where it is about to expire; callers meanwhile wait for it."""
        token = self._tokens.setdefault(_identity(provider), _Token())
        if self._clock() >= token.renew_at:
            ended = token.exchanges
            async with token.exchange:
                if token.exchanges != ended and token.refusal is not None:
                    raise Refused(token.refusal.failure)  # the one that this call waited for
                if self._clock() >= token.renew_at:
                    await self._exchange(provider, token)
        return token.value

    async def _exchange(self, provider: Provider, token: _Token) -> None:
        try:
            value, lifetime = await self._exchanged(provider)
        except Refused as refused:
            token.refusal = refused
            raise
        else:
            register(value)
            token.value, token.refusal = value, None
            token.renew_at = self._clock() + max(lifetime - _MARGIN_SECONDS, lifetime / 2)
        finally:
            token.exchanges += 1

    async def _exchanged(self, provider: Provider) -> tuple[str, float]:
        url = provider.token_url
        if url is None or provider.app_id is None:
            raise _unavailable(provider, "needs a token_url and an app_id in its settings.")
        body = dump({"app_id": provider.app_id, "app_secret": await self._key(provider)})
        try:
            answer = await self._posted(provider, url, body)
            try:
                content = await answer.body(_TOKEN_BODY_LIMIT)
            finally:
                answer.close()
        except UpstreamFailed as failed:
            raise _unavailable(
                provider, f"gave no token at {origin(url)}: {failed.failure.message}"
            ) from None
        found = _read_token(content) if answer.status < 300 else None
        if found is None:
            raise _unavailable(
                provider,
                f"gave no token at {origin(url)} (status {answer.status}). Check its app id, its "
                "secret and its token URL.",
            )
        return found

    async def _posted(self, provider: Provider, url: str, body: bytes) -> UpstreamAnswer:
        try:
            return await self._upstream.post(provider, url, body, {})
        except UpstreamFailed as failed:
            if failed.phase is not Phase.REUSED:
                raise
        return await self._upstream.post(provider, url, body, {})  # the connection was stale


def _read_token(content: bytes) -> tuple[str, float] | None:
    """The token and its lifetime in seconds, wherever the answer keeps them."""
    try:
        value = load(content)
    except ValueError:
        return None
    for place in _places(value):
        token = next((place[name] for name in _TOKEN_NAMES if _is_text(place.get(name))), None)
        if token is not None:
            lifetimes = (place.get(name) for name in _LIFETIME_NAMES)
            seconds = next((float(s) for s in lifetimes if isinstance(s, int | float)), 0.0)
            return token, seconds if 0 < seconds < 10_000_000 else _USUAL_LIFETIME
    return None


def _places(value: Any) -> list[Mapping[str, Any]]:
    """The answer's object, and the one that many services wrap it in."""
    if not isinstance(value, dict):
        return []
    return [value, *(v for v in (value.get("data"), value.get("result")) if isinstance(v, dict))]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and value.isprintable()


def _identity(provider: Provider) -> _Identity:
    return provider.name, provider.token_url, provider.app_id, provider.key_ref


def _unavailable(provider: Provider, what: str) -> Refused:
    return Refused(
        Failure(
            FailureKind.UNAVAILABLE,
            f"The provider {provider.name} {what}",
            provider=provider.name,
            retryable=False,
        )
    )
