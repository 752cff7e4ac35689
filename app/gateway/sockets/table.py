"""Which endpoints answer a request for a WebSocket."""

from collections.abc import Mapping

from app.gateway.endpoints.table import Answering
from app.gateway.paths import Endpoint
from app.gateway.sockets.chat import chat_socket
from app.gateway.sockets.responses import responses_socket

SOCKETS: Mapping[Endpoint, Answering] = {
    "responses": responses_socket,
    "chat_socket": chat_socket,
}
