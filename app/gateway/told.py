"""The failure of the last attempt, as its client is told it."""

from collections.abc import Mapping

from app.dialects.base import Dialect
from app.gateway.answers import AttemptFailed
from app.gateway.destination import Whole
from app.gateway.outcome import Outcome


def told(
    failed: AttemptFailed, dialect: Dialect, outcome: Outcome, headers: Mapping[str, str]
) -> Whole:
    """The failure with what the provider says of limits and of trying again.

    On the verbatim lane it is the provider's own answer, in the client's dialect already. `headers`
    are ours, and win.
    """
    ours = dialect.encode_error(failed.failure, outcome.request_id)
    wire = failed.raw or ours
    outcome.status, outcome.failure = wire.status, failed.failure.kind
    outcome.response_bytes = len(wire.body)
    sent = {**failed.headers, **wire.headers, **headers}
    if wire.status == 429 and (wait := ours.headers.get("retry-after")):
        sent.setdefault("retry-after", wait)  # Codex 0.169.0 gives up at once without
    sent["content-type"] = "application/json"
    return Whole(wire.status, wire.body, sent)
