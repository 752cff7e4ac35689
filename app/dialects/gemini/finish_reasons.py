"""Why an answer ended, on this wire."""

from collections.abc import Mapping

from app.core.events import FinishReason
from app.core.failure import Failure, FailureKind

# ai.google.dev, API reference of FinishReason; google-genai 3.4.0 names those of images.
_REFUSALS = frozenset(
    {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"}
    | {"IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "ESCALATION", "JAILBREAK"}
)
_FAILURES: Mapping[str, str] = {
    "MALFORMED_FUNCTION_CALL": "The model wrote a tool call that cannot be read.",
    "UNEXPECTED_TOOL_CALL": "The model called a tool although none was offered.",
    "TOO_MANY_TOOL_CALLS": "The model called too many tools one after the other.",
    "MISSING_THOUGHT_SIGNATURE": "A tool call of the history lacks its thought signature.",
    "MALFORMED_RESPONSE": "The model wrote an answer that cannot be read.",
    "LANGUAGE": "The model was asked in a language that it does not support.",
    "OTHER": "The model stopped for a reason that the provider does not tell.",
}
_ENCODED: Mapping[FinishReason, str] = {
    "length": "MAX_TOKENS",
    "context_window": "MAX_TOKENS",
    "refusal": "SAFETY",
}


def decode(wire: str, *, called: bool) -> FinishReason | None:
    """The reason; None where it is a failure. `called` tells whether the model called a tool."""
    if wire in _FAILURES:
        return None
    if wire == "MAX_TOKENS":
        return "length"
    if wire in _REFUSALS:
        return "refusal"
    if wire == "CONTINUATION":
        return "pause"
    return "tool_calls" if called else "stop"


def failure(wire: str, message: str) -> Failure:
    """The failure behind a finish reason; `message` is what the provider says of it."""
    told = f" {message}" if message else ""
    return Failure(
        FailureKind.PROVIDER,
        f"{_FAILURES[wire]}{told} ({wire})",
        code=wire,
        # Another try often succeeds, but a history without signatures stays as it is.
        retryable=wire not in ("MISSING_THOUGHT_SIGNATURE", "LANGUAGE"),
    )


def encode(reason: FinishReason) -> str:
    """The reason for a client; what this wire does not tell apart is STOP."""
    return _ENCODED.get(reason, "STOP")
