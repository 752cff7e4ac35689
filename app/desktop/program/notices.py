"""What happened that a person may want to know without having asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.desktop.program.listeners import Listeners


class NoticeKind(StrEnum):
    """Each kind can be muted by itself."""

    BUDGET = "budget"
    FAILOVER = "failover"
    KEY_REJECTED = "key_rejected"
    FAILURE = "failure"
    SERVER = "server"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Notice:
    """`at_ms` since 1970. `subject` is the provider or budget it is about.

    `request_id` leads to the request, "" where it is about none. `values` fill the words that the
    window has for this kind: "provider", "status", "to", "percent", "spent", "limit", "resets".
    """

    kind: NoticeKind
    at_ms: int
    sentence: str
    subject: str = ""
    request_id: str = ""
    values: tuple[tuple[str, str], ...] = ()


class Notices(Protocol):
    """The last things that went wrong, in memory."""

    @property
    def told(self) -> Listeners[Notice]:
        """Told of each notice as it happens, muted or not; the same trouble once in a while."""
        ...

    @property
    def last_error(self) -> Notice | None:
        """The newest failure of the last hour that nobody dismissed."""
        ...

    def dismiss(self) -> None:
        """A person has seen the last error."""
        ...
