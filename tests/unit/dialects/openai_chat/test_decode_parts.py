from typing import Any

import pytest

from app.core.conversation import (
    Audio,
    CacheMark,
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Refusal,
    Remote,
    Stored,
    Text,
)
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_chat.decode_parts import parts
from tests.dialects.chat_wire import refusal

OWN = Origin("openai_chat")


def test_a_string_and_a_list_with_that_text_are_the_same() -> None:
    assert parts("a", "x") == parts([{"type": "text", "text": "a"}], "x") == (Text("a"),)
    assert parts("", "x") == parts(None, "x") == parts([], "x") == ()
    assert parts(["a"], "x") == (Text("a"),)


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (
            {"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}},
            Text("a", CacheMark()),
        ),
        ({"type": "text", "text": "a", "news": 1}, Text("a", sidecar=Sidecar(OWN, {"news": 1}))),
        ({"type": "refusal", "refusal": "No."}, Refusal("No.")),
        (
            {"type": "image_url", "image_url": {"url": "data:image/gif;base64,AAAA"}},
            Image(Inline("image/gif", "AAAA")),
        ),
        (
            {"type": "image_url", "image_url": {"url": "https://x.example/a", "detail": "low"}},
            Image(Remote("https://x.example/a"), "low"),
        ),
        (
            {"type": "image_url", "image_url": "https://x.example/a"},
            Image(Remote("https://x.example/a")),
        ),
        (
            {"type": "image_url", "image_url": {"url": "data:;base64,AAAA"}},
            Image(Inline("image/png", "AAAA")),
        ),
        (
            {"type": "file", "file": {"filename": "a.pdf", "file_data": "AAAA"}},
            Document(Inline("application/pdf", "AAAA"), title="a.pdf"),
        ),
        (
            {"type": "file", "file": {"filename": "a.md", "file_data": "AAAA"}},
            Document(Inline("text/markdown", "AAAA"), title="a.md"),
        ),
        (
            {"type": "file", "file": {"file_data": "data:text/csv;base64,AAAA"}},
            Document(Inline("text/csv", "AAAA")),
        ),
        (
            {"type": "file", "file": {"file_data": "https://x.example/a.pdf"}},
            Document(Remote("https://x.example/a.pdf")),
        ),
        ({"type": "file", "file": {"file_id": "file-1"}}, Document(Stored("file-1"))),
        (
            {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
            Audio("AAAA", "wav"),
        ),
    ],
)
def test_each_part_of_the_wire_has_its_neutral_form(wire: dict[str, Any], expected: Part) -> None:
    assert parts([wire], "x") == (expected,)


def test_a_part_that_this_wire_does_not_have_yet_is_kept_whole() -> None:
    wire = {"type": "video_url", "video_url": {"url": "https://x.example/v"}}
    assert parts([wire], "x") == (
        Opaque("video_url", "[unsupported block: video_url]", Sidecar(OWN, wire)),
    )
    (told,) = parts([{"type": "output_text", "text": "a"}], "x")
    assert isinstance(told, Opaque)
    assert told.gist == "a"


@pytest.mark.parametrize(
    ("wire", "place"),
    [
        (5, "x"),
        ([5], "x[0]"),
        ([{}], "x[0].type"),
        ([{"type": "text"}], "x[0].text"),
        ([{"type": "image_url"}], "x[0].image_url"),
        ([{"type": "image_url", "image_url": {}}], "x[0].image_url.url"),
        (
            [{"type": "image_url", "image_url": {"url": "data:image/png,abc"}}],
            "x[0].image_url.url",
        ),
        ([{"type": "file", "file": {}}], "x[0].file"),
        ([{"type": "input_audio", "input_audio": {"data": "A"}}], "x[0].input_audio.format"),
    ],
)
def test_a_wrong_part_is_refused_at_its_place(wire: Any, place: str) -> None:
    assert refusal(lambda: parts(wire, "x")).param == place
