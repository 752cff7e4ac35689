"""Documents are words or pages, recordings are seconds."""

import struct

import pytest

from app.core.conversation import Audio, Document, Inline, Remote, Stored, Text, Written
from app.tokens.media import audio_tokens, document_content
from app.tokens.pdf import PAGE
from tests.unit.tokens.files import pdf, text64


@pytest.mark.parametrize(
    ("document", "content"),
    [
        (Document(Written("words")), "words"),
        (Document(Inline("text/plain", text64("wörds".encode()))), "wörds"),
        (Document(Inline("text/csv", "ÿ")), "ÿ"),
        (Document(Inline("application/pdf", text64(pdf(3)))), 3 * PAGE),
        (Document(Inline("application/zip", "UEs=")), PAGE),
        (Document(Remote("https://example.com/a.pdf")), PAGE),
        (Document(Stored("file_1")), PAGE),
        (Document(None, (Text("inside"),)), 0),
    ],
)
def test_a_document_is_its_words_or_its_pages(document: Document, content: str | int) -> None:
    assert document_content(document) == content


def wav(seconds: int, bytes_per_second: int) -> str:
    head = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + struct.pack("<HHI", 1, 1, 8000)
    return text64(head + struct.pack("<I", bytes_per_second) + b"\0" * seconds * bytes_per_second)


def test_a_wav_is_as_long_as_its_own_byte_rate_says() -> None:
    assert audio_tokens(Audio(wav(6, 8_000), "wav")) == 60


@pytest.mark.parametrize("data", ["", "ÿÿ", "AAAA"])
def test_a_recording_that_cannot_be_read_costs_something(data: str) -> None:
    assert audio_tokens(Audio(data, "wav")) == 1
    assert audio_tokens(Audio(data, "mp3")) == 1


def test_an_mp3_is_as_long_as_usual_bit_rates_make_it() -> None:
    assert audio_tokens(Audio("A" * 64_000, "mp3")) == 30
