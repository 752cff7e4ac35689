"""What the two sides of a translation say, read by the dialects themselves."""

from dataclasses import dataclass
from typing import Protocol

from app.core.outline import Line
from app.storage.records import TranscriptBody

# In the place of a dialect: requests for embeddings and their answers, in whatever form.
EMBEDDINGS = "embeddings"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body says, line by line; `trouble` says why it could not be read (to its end)."""

    lines: tuple[Line, ...] = ()
    trouble: str = ""


class Meanings(Protocol):
    """Reads kept bodies. Both take milliseconds for large bodies: call them off the loop."""

    def request(self, body: TranscriptBody, dialect: str) -> Reading:
        """What a request in `dialect` asks for."""
        ...

    def answer(self, body: TranscriptBody, dialect: str) -> Reading:
        """What an answer in `dialect` says, streamed or whole."""
        ...
