"""An answer as it arrives.

Grammar, which every stream decoder keeps and every stream encoder relies on:

    answer = Started part* (Finished | Failed)   |   Failed
    part   = PartStarted(index) PartDelta(index)* PartEnded(index)

Indices count from 0 without a gap, and one part is open at a time: a decoder whose wire interleaves
parts buffers the later one. After Failed an open part stays open: it was never finished. `Pulse`
may stand anywhere between: the provider is alive but says nothing yet.
"""

from dataclasses import dataclass
from typing import Literal

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.failure import Failure
from app.core.sidecar import Sidecar
from app.core.usage import Usage

AnswerPart = Text | Thinking | ToolCall | Refusal | Opaque

FinishReason = Literal[
    "stop",
    "stop_sequence",
    "length",
    "context_window",
    "tool_calls",
    "refusal",
    "pause",
    "compaction",
]


@dataclass(frozen=True, slots=True)
class Started:
    """The provider began to answer. `usage` is what is known of the input so far."""

    id: str | None = None
    model: str | None = None
    usage: Usage | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class PartStarted:
    """A part opens. `part` is empty but for what never changes: a call's id and name, an Opaque."""

    index: int
    part: AnswerPart


@dataclass(slots=True)
class PartDelta:
    """More of the open part: text, thinking, refusal, or a piece of a call's argument text."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class PartEnded:
    """The part is complete. `sidecar` is what its origin adds at the end, such as a signature."""

    index: int
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is complete. `usage` is None where the provider reported none."""

    reason: FinishReason
    usage: Usage | None = None
    stop_sequence: str | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer is not complete, and never will be."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class Pulse:
    """A sign of life without meaning: a ping or a comment."""


Event = Started | PartStarted | PartDelta | PartEnded | Finished | Failed | Pulse
