"""A provider's content filter refused the prompt with an error: told as the model's refusal.

Clients take a 400 for a mistake in the request; Claude Code 2.1.329 asks five more times without
one feature or another. A refusal ends the turn, and says why.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.core.conversation import Refusal
from app.core.events import Event, Finished, PartDelta, PartEnded, PartStarted, Started
from app.core.failure import Failure, FailureKind

# Azure OpenAI; Alibaba Model Studio; Zhipu and Z.AI.
_CODES = frozenset({"content_filter", "data_inspection_failed", "DataInspectionFailed", "1301"})
_KINDS = (FailureKind.BAD_REQUEST, FailureKind.UNSUPPORTED)


def is_filtered(failure: Failure) -> bool:
    """Whether the failure says that a content filter refused the prompt."""
    return failure.code in _CODES and failure.kind in _KINDS


@dataclass(frozen=True, slots=True)
class FilteredAnswer:
    """The refusal, in the shape of `app.gateway.answers.Answer`. `body` is what the provider said.

    `said` are its words.
    """

    said: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    secrets: tuple[bytes, ...] = ()

    async def batches(self) -> AsyncGenerator[tuple[bytes, list[Event]], None]:
        """One batch."""
        yield (
            self.body,
            [
                Started(),
                PartStarted(0, Refusal("")),
                PartDelta(0, self.said),
                PartEnded(0),
                Finished("refusal"),
            ],
        )
