"""One request out of a socket, as if it had come by itself."""

import logging
from collections.abc import Awaitable

from app.core.failure import Refused
from app.gateway.call import Call
from app.gateway.destination import Whole
from app.gateway.recorded import begun, our_fault
from app.gateway.sockets.serving import stopping
from app.secrets.client_keys import ClientKey

log = logging.getLogger(__name__)


def next_call(first: Call, key: ClientKey, name: str) -> Call:
    """A request of its own: its id, the settings as they are now, the handshake's headers.

    `name` is what the log calls it.
    """
    services = first.services
    call = Call(
        services, first.http, first.headers, first.dialect, begun(name), services.snapshot()
    )
    call.identify(key)
    return call


async def answered(call: Call, work: Awaitable[Whole | None]) -> Whole | None:
    """What `work` gives; a refusal or a fault of ours in the client's own format.

    Raises `ConnectionError` where the client is gone.
    """
    try:
        return await work
    except Refused as refused:
        return call.told(refused.failure)
    except ConnectionError:
        raise
    except Exception:
        log.exception("the request failed by a fault of Dragoman")
        return call.told(our_fault(call.outcome))


def refused_while_draining(call: Call) -> Whole | None:
    """What a request is told that comes while the server stops; None where it does not."""
    return call.told(stopping()) if call.services.draining.is_set() else None
