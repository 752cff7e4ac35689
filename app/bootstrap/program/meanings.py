"""What kept bodies say, read by the dialect that each was written in."""

from collections.abc import Callable, Iterator, Mapping

from app.core.failure import Refused
from app.core.fold import Answer, Fold
from app.core.outline import Line, answer_outline, outline
from app.core.traits import Target
from app.desktop.program.meanings import EMBEDDINGS, Reading
from app.dialects.base import ClientCall, Dialect, WireRequest
from app.dialects.embeddings import outline as embeddings
from app.storage.records import TranscriptBody

_PIECE = 65_536
_NOT_READ = "This body cannot be read as a request for embeddings or its answer."
_NO_END = "The answer has no end: it was cut, or only its beginning was kept."


class DialectMeanings:
    """Reads with the decoders that also serve requests, so that both understand the same."""

    def __init__(self, dialects: Mapping[str, Dialect]) -> None:
        self._dialects = dialects

    def request(self, body: TranscriptBody, dialect: str) -> Reading:
        """What a request in `dialect` asks for."""
        if dialect == EMBEDDINGS:
            return _read(embeddings.request_outline, body)
        known = self._dialects.get(dialect)
        if known is None:
            return Reading(trouble=_unknown(dialect))
        try:
            return Reading(outline(known.decode_request(ClientCall(body.body))))
        except Refused as refused:
            return Reading(trouble=_cut(body) or refused.failure.message)

    def answer(self, body: TranscriptBody, dialect: str) -> Reading:
        """What an answer in `dialect` says, streamed or whole."""
        if dialect == EMBEDDINGS:
            return _read(embeddings.answer_outline, body)
        known = self._dialects.get(dialect)
        if known is None:
            return Reading(trouble=_unknown(dialect))
        # Decoders look at the request for tools that were renamed: here names stay as they are.
        sent = WireRequest("", b"", Target("", dialect, ""), stream=True)
        folded = Fold()
        try:
            if "event-stream" in body.content_type:
                decoder = known.stream_decoder(sent)
                for piece in _pieces(body.body):
                    folded.add(decoder.feed(piece))
                folded.add(decoder.eof())
            else:
                folded.add(known.decode_response(body.body, sent))
        except Refused as refused:
            return Reading(_partial(folded), _cut(body) or refused.failure.message)
        answer = folded.answer
        if answer is None:
            return Reading(_partial(folded), _cut(body) or _NO_END)
        return Reading(answer_outline(answer))


def _read(outline_of: Callable[[bytes], tuple[Line, ...]], body: TranscriptBody) -> Reading:
    """A body of a request for embeddings, by its shape."""
    try:
        return Reading(outline_of(body.body))
    except (ValueError, LookupError, AttributeError, TypeError):
        return Reading(trouble=_cut(body) or _NOT_READ)


def _partial(folded: Fold) -> tuple[Line, ...]:
    """The parts that are complete, without an end."""
    lines = answer_outline(Answer(None, None, folded.parts, "stop"))
    return tuple(line for line in lines if line.kind != "end")


def _cut(body: TranscriptBody) -> str:
    return "Only the beginning of it was kept." if body.truncated else ""


def _unknown(dialect: str) -> str:
    return f"Nobody here reads {dialect}." if dialect else "It is not known what it is written in."


def _pieces(body: bytes) -> Iterator[bytes]:
    return (body[at : at + _PIECE] for at in range(0, len(body), _PIECE))
