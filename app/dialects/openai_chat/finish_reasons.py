"""Why an answer ended: providers' words, and ours."""

from app.core.events import FinishReason
from app.core.failure import Failure, FailureKind

_REASONS: dict[str, FinishReason] = {
    "stop": "stop",
    "eos": "stop",
    "end_turn": "stop",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "tool_use": "tool_calls",
    "length": "length",
    "max_tokens": "length",
    "model_length": "length",  # Mistral
    "content_filter": "refusal",
    "sensitive": "refusal",  # Zhipu GLM
    "refusal": "refusal",
    "model_context_window_exceeded": "context_window",
    "stop_sequence": "stop_sequence",
}

# The words for an answer that a limit of tokens cut short.
LIMITS = frozenset(
    word for word, reason in _REASONS.items() if reason in ("length", "context_window")
)

_FAILURES: dict[str, tuple[FailureKind, str]] = {
    "error": (FailureKind.PROVIDER, "The provider stopped with an error."),
    "network_error": (FailureKind.PROVIDER, "The provider stopped with a network error."),
    "insufficient_system_resource": (  # DeepSeek
        FailureKind.OVERLOADED,
        "The provider ran out of resources in the middle of its answer.",
    ),
    "abort": (FailureKind.CUT, "The provider aborted its answer."),  # vLLM
}

_WORDS: dict[FinishReason, str] = {
    "stop": "stop",
    "stop_sequence": "stop",
    "pause": "stop",
    "compaction": "stop",
    "length": "length",
    "context_window": "length",
    "tool_calls": "tool_calls",
    "refusal": "content_filter",
}


def failure(word: str) -> Failure | None:
    """The failure that a finish reason tells, None where it is an ordinary one."""
    found = _FAILURES.get(word)
    return Failure(*found, code=word) if found else None


def decode(word: str, *, called: bool, refused: bool) -> FinishReason:
    """What `word` means for an answer that `called` a tool or `refused`.

    Servers disagree on whether a call ends with "stop" or "tool_calls": the parts decide.
    """
    reason = _REASONS.get(word, "stop")
    if called and reason in ("stop", "tool_calls"):
        return "tool_calls"
    if refused and reason == "stop":
        return "refusal"
    return "stop" if reason == "tool_calls" else reason


def encode(reason: FinishReason) -> str:
    """The word for a Chat client."""
    return _WORDS[reason]
