"""Transcripts: what requests and answers said, and whose are kept."""

import base64
from typing import Annotated, Literal

from pydantic import Field

from app.gateway.admin.shapes.common import Moment, PageQuery, Shape, moment
from app.gateway.admin.shapes.usage import DateQuery, Term
from app.settings.branch import Line
from app.settings.history_settings import Recorded, TranscriptSettings
from app.storage import records
from app.storage.transcripts import StoredTranscript

Side = Literal["client_sent", "provider_got", "provider_answered", "client_got"]
Lines = Annotated[list[Annotated[Line, Field(max_length=200)]], Field(max_length=1000)]


class TranscriptQuery(DateQuery):
    """Which transcripts: all for which everything that is named holds."""

    user_id: Term | None = None
    key_id: Term | None = None
    conversation: Term | None = None


class TranscriptPageQuery(TranscriptQuery, PageQuery):
    """Which transcripts, and which page of them."""


class Transcribed(Shape):
    """A request that has a transcript, of so many bodies. Sizes are in bytes."""

    request_id: str
    started_at: Moment
    user_id: str | None
    key_id: str | None
    conversation: str | None
    bodies: int
    size: int
    stored: Annotated[int, Field(description="What is left of it on disk, compressed.")]

    @classmethod
    def of(cls, found: StoredTranscript) -> "Transcribed":
        """The request of a stored transcript."""
        request = found.request
        return cls(
            request_id=request.request_id,
            started_at=moment(request.started_ms),
            user_id=request.user_id or None,
            key_id=request.key_id or None,
            conversation=request.conversation or None,
            bodies=found.bodies,
            size=found.size,
            stored=found.stored,
        )


class Body(Shape):
    """What one side saw. It is in `text`, or in `base64` where it is no UTF-8.

    `attempt` counts from 1, and is 0 on the client's sides. Less than `size` bytes are there where
    it is `truncated`.
    """

    side: Side
    attempt: int
    content_type: str
    size: int
    truncated: bool
    text: str | None
    base64: str | None

    @classmethod
    def of(cls, body: records.TranscriptBody) -> "Body":
        """The body of a row."""
        text, encoded = None, None
        try:
            text = body.body.decode()
        except UnicodeDecodeError:
            encoded = base64.b64encode(body.body).decode()
        return cls(
            side=body.side,
            attempt=body.attempt,
            content_type=body.content_type,
            size=body.size,
            truncated=body.truncated,
            text=text,
            base64=encoded,
        )


class Transcript(Shape):
    """All bodies of one request, in the order in which they came to be."""

    request_id: str
    bodies: list[Body]


class Deleted(Shape):
    """How many requests' transcripts were deleted."""

    deleted: int


class Policy(Shape):
    """Whose requests and answers are kept, and for how long.

    `users` and `keys` are names. They and `conversations` count where `record` is "chosen".
    """

    record: Recorded
    users: Lines = Field(default_factory=list)
    keys: Lines = Field(default_factory=list)
    conversations: Lines = Field(default_factory=list)
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 7
    keep_bytes: Annotated[int, Field(ge=1024 * 1024, le=2**53)] = 512 * 1024 * 1024

    @classmethod
    def of(cls, settings: TranscriptSettings) -> "Policy":
        """The policy of the settings."""
        return cls(
            record=settings.record,
            users=list(settings.users),
            keys=list(settings.keys),
            conversations=list(settings.conversations),
            keep_days=settings.keep_days,
            keep_bytes=settings.keep_bytes,
        )
