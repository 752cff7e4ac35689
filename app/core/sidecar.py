"""What one side alone understands, stamped with where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Who minted a piece of data: a dialect, and where known a provider and a model of it."""

    dialect: str
    provider: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Wire fields that travel with a part and are written again towards their origin only.

    `data` holds JSON values under their wire names, in the order in which they came.
    """

    origin: Origin
    data: Mapping[str, Any]

    def towards(self, dialect: str) -> Mapping[str, Any]:
        """The fields, if `dialect` is where they came from; otherwise nothing."""
        return self.data if self.origin.dialect == dialect else {}
