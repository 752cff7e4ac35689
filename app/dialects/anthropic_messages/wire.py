"""What the whole room needs to know of Anthropic Messages: its name, versions and stop reasons."""

from app.core.events import FinishReason
from app.core.sidecar import Origin

NAME = "anthropic_messages"
ORIGIN = Origin(NAME)

# The version that every Anthropic-compatible endpoint knows. The newer 2026-10-21 refuses sampling
# parameters even at their defaults (Anthropic's API documentation).
DEFAULT_VERSION = "2023-06-01"

STOP_REASONS: dict[FinishReason, str] = {
    "stop": "end_turn",
    "stop_sequence": "stop_sequence",
    "length": "max_tokens",
    "context_window": "model_context_window_exceeded",
    "tool_calls": "tool_use",
    "refusal": "refusal",
    "pause": "pause_turn",
    "compaction": "compaction",
}

FINISH_REASONS: dict[str, FinishReason] = {wire: name for name, wire in STOP_REASONS.items()}
