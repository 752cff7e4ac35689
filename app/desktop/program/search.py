"""Searching the web for models that cannot: the part of it that settings alone cannot do."""

from collections.abc import Sequence
from typing import Protocol


class WebSearch(Protocol):
    """The search service of the settings."""

    async def keep_key(self, key: str) -> None:
        """Keep the key of the service in the keyring, for its address of now.

        Raises `ProgramError` where there is no service, or the key cannot be kept.
        """
        ...

    async def attempt(self, words: str) -> Sequence[str]:
        """The titles of what the service finds. Raises `ProgramError`."""
        ...
