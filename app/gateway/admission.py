"""What a request that asks a model passes before it is asked, whatever its endpoint."""

from app.core.failure import Failure, FailureKind
from app.gateway.call import Call
from app.gateway.request import HOPS_LIMIT, LOOP_STATUS
from app.gateway.snapshot import Snapshot
from app.gateway.transcript import Transcript, transcript_of
from app.routing.resolve import Candidate
from app.secrets.client_keys import ClientKey
from app.storage.records import Transcribed


def usable(candidates: tuple[Candidate, ...], snapshot: Snapshot) -> tuple[Candidate, ...]:
    """The candidates whose providers can be used; all where none can, for the reason to be told."""
    found = tuple(one for one in candidates if one.provider in snapshot.providers)
    return found or candidates


async def admit(call: Call, key: ClientKey, first: Candidate, size: int) -> None:
    """Let a request of `size` bytes in, or raise `Refused` (RATE_LIMITED, BILLING)."""
    tokens = call.services.estimate.tokens(first.provider, first.model, size)
    provider = call.snapshot.provider(first.provider)
    await call.services.accounts.admit(call.outcome, key, provider, first.model, tokens)


def transcript_for(call: Call, key: ClientKey, body: bytes) -> Transcript:
    """What keeps this request word for word, if its user wants that; the body is in it."""
    outcome = call.outcome
    request = Transcribed(
        outcome.request_id, outcome.began_ms, key.user_id, key.id, outcome.conversation
    )
    kept = transcript_of(
        request,
        call.snapshot.settings.transcripts,
        call.services.write_transcript,
        user=key.user_name,
        key=key.name,
    )
    kept.keep("client_sent", body)
    return kept


def going_round() -> Failure:
    """A request that has come through this gateway before."""
    message = (
        f"This request has passed through {HOPS_LIMIT} gateways and came back: a provider's base "
        "URL leads to Dragoman itself. Correct it in the settings."
    )
    return Failure(FailureKind.UNAVAILABLE, message, status=LOOP_STATUS, retryable=False)
