"""Tokens, counted so that no kind overlaps another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request. The whole input is `fresh + cache_read + cache_write`.

    `output` includes `reasoning`, which is None where the provider does not tell it apart. `raw` is
    the provider's own usage object. `estimated` means that we counted, not the provider.
    `searches` are the web searches that were made, as far as they are told; `helped` are those of
    them that Dragoman made, which no provider bills.
    """

    fresh: int = 0
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int | None = None
    estimated: bool = False
    raw: Mapping[str, Any] | None = None
    searches: int = 0
    helped: int = 0

    @property
    def input(self) -> int:
        """All input tokens, cached or not."""
        return self.fresh + self.cache_read + self.cache_write
