"""One request from its first byte to its row: its id, its line in the log, its place in the ledger.

An HTTP request is one, and so is each request that comes over a socket.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.core.failure import Failure, FailureKind
from app.gateway.call import Call
from app.gateway.outcome import Outcome
from app.platform import request_context

access = logging.getLogger("dragoman.access")


def begun(name: str) -> Outcome:
    """The outcome of a request that has just come; `name` is what the log calls it."""
    began_ms = int(time.time() * 1000)
    # The time comes first: the ledger's index of ids then grows at its end.
    outcome = Outcome(f"req_{began_ms:011x}{secrets.token_hex(7)}", name, began_ms)
    outcome.course.origin = asyncio.get_running_loop().time()
    return outcome


@contextmanager
def recorded(call: Call) -> Iterator[None]:
    """The time in which a request is answered. When it is left, the outcome is written down.

    A client that is gone ends it as cancelled.
    """
    outcome = call.outcome
    context = request_context.begin(outcome.request_id)
    try:
        yield
    except asyncio.CancelledError:
        outcome.failure = FailureKind.CANCELLED
        raise
    except ConnectionError as gone:
        outcome.failure = FailureKind.CANCELLED
        raise asyncio.CancelledError from gone
    finally:
        outcome.duration = asyncio.get_running_loop().time() - outcome.course.origin
        access.info("%s", outcome.summary(), extra={"fields": outcome.fields()})
        call.services.accounts.record(outcome)
        call.transcript.finish()
        request_context.end(context)


def our_fault(outcome: Outcome) -> Failure:
    """What a client is told where Dragoman itself failed."""
    message = f"Dragoman failed on this request. Its log tells more under {outcome.request_id}."
    return Failure(FailureKind.INTERNAL, message, retryable=False)
