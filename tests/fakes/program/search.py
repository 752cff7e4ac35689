"""A search service that finds what a test says."""

from collections.abc import Sequence

from tests.fakes.program.recorded import Recorded


class FakeSearch(Recorded):
    """`titles` are what it finds."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ("How paper lanterns are made", "Lanterns and light")

    async def keep_key(self, key: str) -> None:
        """Forget it at once."""
        await self._asked("keep_key", key)

    async def attempt(self, words: str) -> Sequence[str]:
        """`titles`."""
        await self._asked("attempt", words)
        return self.titles
