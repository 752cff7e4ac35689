"""Asks the search service that the settings name."""

import logging

from app.core.failure import Refused
from app.core.search import Search
from app.dialects.wire_json import load
from app.gateway.credentials import Credentials
from app.gateway.search.service import Service, ServiceError, query, results
from app.gateway.upstream import UpstreamAnswer, UpstreamFailed, UpstreamPool
from app.routing.retry import Phase
from app.secrets.redact import redact

log = logging.getLogger(__name__)

_BODY_LIMIT = 2 * 1024 * 1024


class SearchClient:
    """Searches with a service: its origin only, no redirects, bounded in time and size."""

    def __init__(self, upstream: UpstreamPool, credentials: Credentials) -> None:
        self._upstream = upstream
        self._credentials = credentials

    async def searched(self, service: Service | ServiceError, words: str) -> Search:
        """What a service finds, or why it finds nothing: the log tells that too."""
        try:
            if isinstance(service, ServiceError):
                raise service
            return await self.search(service, words)
        except ServiceError as error:
            log.warning("a search of the web failed: %s", error)
            return Search(words, error=f"The search failed: {error}")

    async def search(self, service: Service, words: str) -> Search:
        """What the service finds for `words`.

        Raises `ServiceError` with what happened and what to do.
        """
        try:
            headers = await self._credentials.headers(service.at)
        except Refused as refused:
            raise ServiceError(refused.failure.message) from None
        try:
            answer = await self._asked(service, words, headers)
            try:
                body = await answer.body(_BODY_LIMIT)
            finally:
                answer.close()
        except UpstreamFailed as failed:
            raise ServiceError(redact(failed.failure.message)) from None
        if answer.status != 200:
            raise ServiceError(_refused(service, answer.status))
        try:
            value = load(body)
        except ValueError:
            raise ServiceError(
                f"{service.label} answered with something that is no JSON."
            ) from None
        return Search(words, results(service, value))

    async def _asked(self, service: Service, words: str, headers: dict[str, str]) -> UpstreamAnswer:
        sent = query(service, words)
        for fresh in (False, True):
            try:
                if sent.body is None:
                    return await self._upstream.get_at(service.at, sent.url, headers)
                return await self._upstream.post(service.at, sent.url, sent.body, headers)
            except UpstreamFailed as failed:
                if fresh or failed.phase is not Phase.REUSED:
                    raise  # only a connection that went stale is worth another try
        raise AssertionError("a second try returns or raises")


def _refused(service: Service, status: int) -> str:
    label = service.label
    if service.kind == "searxng" and status == 403:
        return (
            f"{label} does not give results as JSON. Add json to search.formats in its "
            "settings.yml, and restart it."
        )
    match status:
        case 401 | 403:
            return (
                f"{label} rejected its key. Enter it again: "
                f"dragoman search use {service.kind} --key-stdin"
            )
        case 429 | 432 | 433:  # Tavily's words for a plan that is used up
            return f"{label} takes no more searches now: the limit of its plan is reached."
        case _:
            return f"{label} answered with the status {status}."
