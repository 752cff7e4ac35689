"""GET /ws/chat by a client that wants no WebSocket."""

from aiohttp import web

from app.core.failure import Failure, FailureKind
from app.gateway.call import Call
from app.gateway.paths import Route
from app.secrets.client_keys import ClientKey

_UPGRADE_REQUIRED = 426  # RFC 9110, section 15.5.22


async def no_socket(call: Call, route: Route, key: ClientKey) -> web.StreamResponse:
    """Word that this is the address of a socket."""
    del route, key
    message = "This is the address of a WebSocket. Open one, or POST to /v1/chat/completions."
    failure = Failure(FailureKind.METHOD_NOT_ALLOWED, message, retryable=False)
    response = call.refusal(failure, _UPGRADE_REQUIRED)
    response.headers["Upgrade"] = "websocket"
    return response
