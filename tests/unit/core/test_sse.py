"""Server-sent events out of bytes cut anywhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.sse import Frame, FrameTooLarge, SseReader


def read(*chunks: bytes) -> list[Frame]:
    reader = SseReader()
    frames: list[Frame] = []
    for chunk in chunks:
        frames += reader.feed(chunk)
    return frames + reader.eof()


@pytest.mark.parametrize(
    ("raw", "frames"),
    [
        (b"data: a\n\n", [(None, b"a")]),
        (b"data:a\n\n", [(None, b"a")]),
        (b"event: ping\ndata: {}\n\n", [("ping", b"{}")]),
        (b"event:error\r\ndata: x\r\n\r\n", [("error", b"x")]),
        (b"data: a\r\rdata: b\r\r", [(None, b"a"), (None, b"b")]),
        (b"data: a\ndata: b\n\n", [(None, b"a\nb")]),
        (b": comment\n\ndata: a\n\n", [(None, None), (None, b"a")]),
        (b"\xef\xbb\xbfdata: a\n\n", [(None, b"a")]),
        (b"id: 7\nretry: 5\nnonsense\ndata: a\n\n", [(None, b"a")]),
        (b"event: lonely\n\ndata: a\n\n", [(None, b"a")]),
        (b"data: no blank line at the end", [(None, b"no blank line at the end")]),
        (b"data: half\n", [(None, b"half")]),
        (
            "data: \u2028\u2029\u0085 stays\n\n".encode(),
            [(None, "\u2028\u2029\u0085 stays".encode())],
        ),
        (b"data:  two blanks\n\n", [(None, b" two blanks")]),
        (b"", []),
        (b"\n\n\n", []),
    ],
)
def test_reads_what_the_field_sends(
    raw: bytes, frames: list[tuple[str | None, bytes | None]]
) -> None:
    assert read(raw) == frames


_LINES = st.sampled_from(
    [
        b"data: a",
        b"data:",
        'data: {"t":"\u4f60\u2028"}'.encode(),
        b"event: ping",
        b": c",
        b"",
        b"junk",
        b"\xff\xfe",
    ]
)
_ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(st.lists(st.tuples(_LINES, _ENDS)), st.lists(st.integers(0, 200)))
def test_cutting_the_bytes_anywhere_changes_nothing(
    lines: list[tuple[bytes, bytes]], cuts: list[int]
) -> None:
    raw = b"".join(line + end for line, end in lines)
    places = sorted({0, len(raw), *(cut for cut in cuts if cut < len(raw))})
    pieces = [raw[a:b] for a, b in pairwise(places)]
    assert read(*pieces) == read(raw)
    assert read(*(raw[i : i + 1] for i in range(len(raw)))) == read(raw)


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_any_bytes_are_read_without_an_exception(chunks: list[bytes]) -> None:
    read(*chunks)


@pytest.mark.parametrize("piece", [b"x" * 10, b"data: xx\n"])
def test_a_frame_without_an_end_is_refused_at_the_limit(piece: bytes) -> None:
    reader = SseReader(limit=100)

    def feed_for_ever() -> None:
        while True:
            reader.feed(piece)

    with pytest.raises(FrameTooLarge):
        feed_for_ever()
