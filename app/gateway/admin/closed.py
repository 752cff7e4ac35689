"""What answers in the place of the console while the database is not there."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from app.core.failure import Failure
from app.gateway.admin.operation import Caller
from app.gateway.admin.problem import Problem, of_failure

_RETRY_AFTER_SECONDS = 5


class ClosedConsole:
    """Says to callers who were let in that the database is away; the page itself can be seen."""

    async def handle(
        self,
        http: web.BaseRequest,  # noqa: ARG002 - the console's own signature
        read_body: Callable[[], Awaitable[bytes]],  # noqa: ARG002 - the same
        caller: Caller,  # noqa: ARG002 - the same
        request_id: str,
    ) -> web.StreamResponse:
        """503."""
        return Problem(
            503,
            "The database is not available yet. The server's log says why; it is tried again all "
            "the time.",
            headers={"Retry-After": str(_RETRY_AFTER_SECONDS)},
        ).response(request_id)

    def page(self, http: web.BaseRequest) -> web.Response | None:
        """A static file of the page, None where the path is none."""
        from app.gateway.admin.page import page

        return page(http)

    def refusal(self, failure: Failure, request_id: str) -> web.Response:
        """A failure in the API's own form."""
        return of_failure(failure).response(request_id)
