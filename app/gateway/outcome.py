"""How one request ended: what the log and the ledger say of it."""

from dataclasses import dataclass, field
from typing import Literal

from app.core.failure import FailureKind
from app.core.loss import Loss
from app.core.usage import Usage
from app.gateway.course import Course
from app.providers.provider import Provider

Lane = Literal["verbatim", "translated"]


@dataclass(slots=True)
class Outcome:
    """Facts of one request, filled in as it goes. Times are seconds, sizes bytes.

    `endpoint` is the method and the path for the log, `asked` the endpoint's name where it asks a
    model, "" for any other request. `served_by` is the provider that was tried last, and
    `failovers` how often another one was tried after it. `began_ms` is in milliseconds since 1970.
    Holds no key, no header and no word of the conversation.
    """

    request_id: str
    endpoint: str
    began_ms: int = 0
    asked: str = ""
    key_name: str = ""
    key_id: str = ""
    user_id: str = ""
    profile: str = ""
    program: str = ""
    program_version: str = ""
    conversation: str = ""
    dialect: str = ""
    client_model: str = ""
    stream: bool = False
    provider: str = ""
    model: str = ""
    served_by: Provider | None = None
    lane: Lane | None = None
    status: int = 0
    attempts: int = 0
    failovers: int = 0
    course: Course = field(default_factory=Course)
    failure: FailureKind | None = None
    usage: Usage | None = None
    losses: list[Loss] = field(default_factory=list)
    request_bytes: int = 0
    response_bytes: int = 0
    first_delta: float | None = None
    duration: float = 0.0

    @property
    def partial(self) -> bool:
        """Whether an answer had begun and did not end well."""
        return self.failure is not None and self.first_delta is not None

    def fields(self) -> dict[str, str | int | None]:
        """The same facts as `summary`, for a log that programs read."""
        usage = self.usage
        return {
            "endpoint": self.endpoint,
            "status": self.status,
            "duration_ms": round(self.duration * 1000),
            "key": self.key_name,
            "client": self.program,
            "client_model": self.client_model,
            "provider": self.provider,
            "model": self.model,
            "lane": self.lane,
            "attempts": self.attempts,
            "input_tokens": usage.input if usage is not None else None,
            "output_tokens": usage.output if usage is not None else None,
            "request_bytes": self.request_bytes,
            "response_bytes": self.response_bytes,
            "losses": len(self.losses),
            "failure": str(self.failure) if self.failure is not None else None,
        }

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
