"""What a client's model name becomes, answered by the router itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Route:
    """Where a name leads: (provider, model) in the order they are tried, and the rule's label.

    `refusal` is the sentence that a client would get where it leads nowhere.
    """

    model: str
    targets: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    refusal: str = ""


class Routes(Protocol):
    """Asks the router without a request."""

    def route(self, profile: str, model: str, settings: Settings | None = None) -> Route:
        """What would happen with `model`, under the settings of now or under others."""
        ...

    def known_models(self, profile: str) -> Sequence[str]:
        """The names that a client of this profile may ask for."""
        ...
