"""How a stream is read; tests/dialects/test_gemini_stream_corpus.py has the oddities."""

import json

from app.core.conversation import Text
from app.core.events import Failed, Finished, PartDelta, PartEnded, PartStarted, Pulse, Started
from app.core.failure import FailureKind
from app.core.usage import Usage
from app.dialects.gemini.stream_decoder import GeminiStreamDecoder
from tests.dialects.gemini_wire import MODEL, SENT, chunk, sse

COUNTS = {"promptTokenCount": 3, "candidatesTokenCount": 1}


def decoder() -> GeminiStreamDecoder:
    return GeminiStreamDecoder(SENT)


def test_words_are_told_as_they_come() -> None:
    reading = decoder()
    assert reading.feed(sse(chunk("He"))) == [
        Started("r1", MODEL),
        PartStarted(0, Text("")),
        PartDelta(0, "He"),
    ]
    assert reading.feed(sse(chunk("llo"))) == [PartDelta(0, "llo")]
    assert reading.feed(sse(chunk(finish="STOP"))) == [Pulse()]
    assert reading.eof() == [PartEnded(0), Finished("stop")]
    assert reading.feed(sse(chunk("more"))) == []
    assert reading.eof() == []


def test_words_of_an_array_are_told_as_they_come_too() -> None:
    reading = decoder()
    raw = json.dumps([chunk("He"), chunk("llo", finish="STOP")]).encode()
    middle = raw.index(b', {"candidates"')
    assert PartDelta(0, "He") in reading.feed(raw[:middle])
    assert reading.feed(raw[middle:]) == [PartDelta(0, "llo")]
    assert reading.eof() == [PartEnded(0), Finished("stop")]


def test_the_input_is_known_at_once_and_the_output_at_the_end() -> None:
    reading = decoder()
    (started, *_) = reading.feed(sse(chunk("a", usageMetadata={"promptTokenCount": 3})))
    assert isinstance(started, Started)
    assert started.usage == Usage(fresh=3, raw={"promptTokenCount": 3})
    reading.feed(sse(chunk(finish="STOP", usageMetadata=COUNTS)))
    assert reading.eof()[-1] == Finished("stop", Usage(fresh=3, output=1, raw=COUNTS))


def test_the_end_is_near_once_a_reason_came() -> None:
    reading = decoder()
    reading.feed(sse(chunk("a")))
    assert not reading.finishing
    reading.feed(sse(chunk(finish="STOP")))
    assert reading.finishing
    blocked = decoder()
    blocked.feed(sse({"promptFeedback": {"blockReason": "SAFETY"}}))
    assert blocked.finishing


def test_a_byte_order_mark_may_come_in_pieces() -> None:
    reading = decoder()
    raw = b"\xef\xbb\xbf\n" + sse(chunk("語", finish="STOP"))
    events = [event for byte in raw for event in reading.feed(bytes([byte]))] + reading.eof()
    assert PartDelta(0, "語") in events
    assert isinstance(events[-1], Finished)


def test_a_chunk_without_an_end_is_not_held_for_ever() -> None:
    for start in (b"data: ", b'[{"a": "'):
        reading = decoder()
        reading.feed(start)
        (last,) = reading.feed(b"x" * (17 * 1024 * 1024))
        assert isinstance(last, Failed)
        assert last.failure.kind is FailureKind.PROTOCOL


def test_signs_of_life_are_told() -> None:
    assert decoder().feed(b": alive\n\n") == [Pulse()]
