"""How one request ended: what the log says of it, and later the ledger."""

from dataclasses import dataclass, field
from typing import Literal

from app.core.failure import FailureKind
from app.core.loss import Loss
from app.core.usage import Usage

Lane = Literal["verbatim", "translated"]


@dataclass(slots=True)
class Outcome:
    """Facts of one request, filled in as it goes. Times are seconds, sizes bytes.

    Holds no key, no header and no word of the conversation.
    """

    request_id: str
    endpoint: str
    key_name: str = ""
    dialect: str = ""
    client_model: str = ""
    stream: bool = False
    provider: str = ""
    model: str = ""
    lane: Lane | None = None
    status: int = 0
    attempts: int = 0
    failure: FailureKind | None = None
    usage: Usage | None = None
    losses: list[Loss] = field(default_factory=list)
    request_bytes: int = 0
    response_bytes: int = 0
    first_delta: float | None = None
    duration: float = 0.0

    def summary(self) -> str:
        """One line for the log."""
        words = [
            self.endpoint,
            str(self.status),
            f"{self.duration * 1000:.0f}ms",
            f"{self.request_bytes}B>{self.response_bytes}B",
        ]
        if self.provider:
            words.append(f"{self.client_model}>{self.provider}/{self.model}")
            words.append(self.lane or "-")
        if self.usage is not None:
            about = "~" if self.usage.estimated else ""
            words.append(f"tokens={about}{self.usage.input}+{self.usage.output}")
        if self.attempts > 1:
            words.append(f"attempts={self.attempts}")
        if self.losses:
            words.append(f"losses={len(self.losses)}")
        if self.failure is not None:
            words.append(f"failed={self.failure}")
        return " ".join(words)
