"""What the sides of one request saw."""

from app.gateway.transcript import EVENT_STREAM, JSON, MARGIN, NOTHING, Transcript, transcript_of
from app.settings.schema import TranscriptSettings
from app.storage.records import Transcribed, TranscriptBody

REQUEST = Transcribed("req_1", 1_000, "u1", "k1", "conv-1")
Written = list[tuple[Transcribed, list[TranscriptBody], int]]


def opened(written: Written, limit: int = 1024) -> Transcript:
    settings = TranscriptSettings(record="all", body_limit=limit)
    return transcript_of(
        REQUEST, settings, lambda *given: written.append(given), user="Ann", key="laptop"
    )


def test_four_sides_and_every_attempt_are_kept_apart() -> None:
    written: Written = []
    transcript = opened(written)
    told = transcript.tap("client_got", EVENT_STREAM)
    transcript.keep("client_sent", b'{"model": "m"}')
    transcript.keep("provider_got", b"first", attempt=1)
    transcript.keep("provider_answered", b'{"error": 1}', attempt=1)
    transcript.keep("provider_got", b"second", attempt=2)
    heard = transcript.tap("provider_answered", EVENT_STREAM, 2)
    for piece in (b"data: 1\n\n", b"", b"data: 2\n\n"):
        heard(piece)
        told(piece)
    assert written == []
    transcript.finish()
    ((request, bodies, limit),) = written
    assert (request, limit) == (REQUEST, 1024)
    both = b"data: 1\n\ndata: 2\n\n"
    assert bodies == [
        TranscriptBody("client_sent", 0, JSON, 14, False, b'{"model": "m"}'),
        TranscriptBody("provider_got", 1, JSON, 5, False, b"first"),
        TranscriptBody("provider_answered", 1, JSON, 12, False, b'{"error": 1}'),
        TranscriptBody("provider_got", 2, JSON, 6, False, b"second"),
        TranscriptBody("provider_answered", 2, EVENT_STREAM, 18, False, both),
        TranscriptBody("client_got", 0, EVENT_STREAM, 18, False, both),
    ]


def test_a_second_tap_continues_the_same_body() -> None:
    written: Written = []
    transcript = opened(written)
    transcript.tap("client_got", EVENT_STREAM)(b"one ")
    transcript.tap("client_got", EVENT_STREAM)(b"two")
    transcript.finish()
    assert [body.body for body in written[0][1]] == [b"one two"]


def test_a_body_is_bounded_and_its_whole_size_is_known() -> None:
    written: Written = []
    transcript = opened(written)
    tap = transcript.tap("client_got", EVENT_STREAM)
    for _ in range(100):
        tap(b"x" * 1000)
    transcript.finish()
    (body,) = written[0][1]
    assert body.size == 100_000
    assert body.truncated
    assert len(body.body) == 1024 + MARGIN


def test_a_body_as_large_as_the_limit_is_whole() -> None:
    written: Written = []
    transcript = opened(written)
    transcript.keep("client_sent", b"x" * 1024)
    transcript.finish()
    assert not written[0][1][0].truncated


def test_it_is_handed_on_once_and_never_empty() -> None:
    written: Written = []
    transcript = opened(written)
    transcript.keep("client_sent", b"x")
    transcript.finish()
    transcript.finish()
    assert len(written) == 1
    empty = opened(written)
    empty.tap("client_got", EVENT_STREAM)(b"")
    empty.finish()
    assert len(written) == 1


def test_nothing_takes_everything_and_keeps_none_of_it() -> None:
    NOTHING.keep("client_sent", b"canary")
    NOTHING.tap("client_got", EVENT_STREAM)(b"canary")
    NOTHING.finish()


def test_it_is_nothing_where_it_is_not_wanted_or_cannot_be_written() -> None:
    def write(*_: object) -> None:
        raise AssertionError

    everything = TranscriptSettings(record="all")
    assert transcript_of(REQUEST, TranscriptSettings(), write, user="Ann", key="k") is NOTHING
    assert transcript_of(REQUEST, everything, None, user="Ann", key="k") is NOTHING
    chosen = TranscriptSettings(record="chosen", conversations=("conv-1",))
    assert transcript_of(REQUEST, chosen, write, user="", key="") is not NOTHING
