"""Why a request did not get its answer, told so that a person knows what to do next."""

from dataclasses import dataclass
from enum import StrEnum


class FailureKind(StrEnum):
    """What went wrong, by who can do something about it."""

    BAD_REQUEST = "bad_request"  # the client must change the request
    UNSUPPORTED = "unsupported"  # content that the target cannot take
    CONTEXT_OVERFLOW = "context_overflow"  # the conversation is longer than the model's window
    TOO_LARGE = "too_large"  # the body is over the size limit
    AUTHENTICATION = "authentication"  # the client's own key is missing or wrong
    PERMISSION = "permission"
    NOT_FOUND = "not_found"  # no such path or object
    MODEL_NOT_FOUND = "model_not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CONFLICT = "conflict"
    BILLING = "billing"  # the provider wants money
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    TIMEOUT = "timeout"
    NETWORK = "network"  # the provider could not be reached
    PROVIDER_KEY = "provider_key"  # the provider rejected the key that we hold
    PROVIDER = "provider"  # the provider failed by its own account
    PROTOCOL = "protocol"  # the provider's answer cannot be understood
    CUT = "cut"  # the provider's stream ended too early
    CANCELLED = "cancelled"  # the client went away
    UNAVAILABLE = "unavailable"  # Dragoman is not ready: no provider, keyring locked
    INTERNAL = "internal"  # a fault of ours


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed request or stream.

    `message` is a sentence for a person, free of secrets. `status` is the provider's HTTP status,
    None where none was seen. `code` and `param` are the provider's or our own, in the field's
    terms. `retry_after` is in seconds. `retryable` None leaves the judgement to the kind.
    """

    kind: FailureKind
    message: str
    status: int | None = None
    code: str | None = None
    param: str | None = None
    retry_after: float | None = None
    provider: str | None = None
    request_id: str | None = None
    retryable: bool | None = None


class Refused(Exception):  # noqa: N818 - it says what happened to the request
    """A request that cannot go on; `failure` is what the client is told."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure
