"""What a model costs, and who says so."""

from dataclasses import dataclass
from typing import Protocol

from app.settings.schema import ModelPrice


@dataclass(frozen=True, slots=True)
class KnownPrice:
    """`source` is "yours" or the catalogue's name; `date` is ISO, "" where unknown.

    `price` None: nobody knows one, and its requests count as unpriced.
    """

    provider: str
    model: str
    price: ModelPrice | None
    source: str = ""
    date: str = ""


class Prices(Protocol):
    """Looks prices up; the user's own are set through the settings."""

    async def price(self, provider: str, model: str) -> KnownPrice:
        """The price that a request to this model is counted with now."""
        ...
