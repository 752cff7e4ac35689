"""Which providers are worth a try just now, by what they did lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.failure import Failure

Mode = Literal["closed", "open", "half_open", "cooling", "broken_key"]
Lane = tuple[str, str]  # a provider's name, and the reference of its key


@dataclass(frozen=True, slots=True)
class Health:
    """A lane's state for a person to see; `until` is monotonic, None where no time ends it."""

    mode: Mode
    failures: int = 0
    until: float | None = None


class Breaker:
    """The state of every (provider, key); all times are monotonic seconds."""

    def admit(self, lane: Lane, now: float, *, only_one: bool) -> bool:
        """Whether `lane` may be tried. With a single candidate it always may.

        In half-open state one request is let through; its outcome must be told with `succeeded`,
        `failed` or `abandoned`.
        """
        raise NotImplementedError

    def succeeded(self, lane: Lane, now: float) -> None:
        """An answer came to its end."""
        raise NotImplementedError

    def failed(self, lane: Lane, failure: Failure, now: float) -> None:
        """An attempt failed; what is the client's or our own fault does not count."""
        raise NotImplementedError

    def abandoned(self, lane: Lane) -> None:
        """An attempt ended without a verdict: the client went away."""
        raise NotImplementedError

    def health(self, lane: Lane, now: float) -> Health:
        """The state of `lane`."""
        raise NotImplementedError

    def reset(self, lane: Lane | None = None) -> None:
        """Forget `lane`, or everything."""
        raise NotImplementedError


def usable(breaker: Breaker, lanes: Sequence[Lane], now: float) -> list[int]:
    """The positions in `lanes` that may be tried, in order; all of them where none may."""
    raise NotImplementedError
