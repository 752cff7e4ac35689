from typing import Any

import pytest

from app.core.conversation import (
    Audio,
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
from tests.dialects.responses_wire import refusal, said


def only(part: dict[str, Any]) -> Part:
    (turn,) = said({"role": "user", "content": [part]})
    (found,) = turn.parts
    return found


@pytest.mark.parametrize(
    ("wire", "part"),
    [
        ({"type": "input_text", "text": "a"}, Text("a")),
        ({"type": "output_text", "text": "a", "annotations": [], "logprobs": []}, Text("a")),
        ({"type": "refusal", "refusal": "No."}, Refusal("No.")),
        (
            {"type": "input_image", "image_url": "data:image/gif;base64,R0", "detail": "high"},
            Image(Inline("image/gif", "R0"), "high"),
        ),
        ({"type": "input_image", "image_url": "https://x/a"}, Image(Remote("https://x/a"))),
        (
            {"type": "input_image", "image_url": {"url": "https://x/a"}},
            Image(Remote("https://x/a")),
        ),
        ({"type": "input_image", "file_id": "f"}, Image(Stored("f"))),
        (
            {"type": "input_file", "filename": "a.txt", "file_data": "QQ=="},
            Document(Inline("text/plain", "QQ=="), title="a.txt"),
        ),
        ({"type": "input_file", "file_url": "https://x/a"}, Document(Remote("https://x/a"))),
        ({"type": "input_file", "file_id": "f"}, Document(Stored("f"))),
        (
            {"type": "input_audio", "input_audio": {"data": "QQ==", "format": "wav"}},
            Audio("QQ==", "wav"),
        ),
    ],
)
def test_each_part_of_the_wire_is_read(wire: dict[str, Any], part: Part) -> None:
    assert only(wire) == part


def test_a_part_of_tomorrow_is_kept_whole() -> None:
    part = only({"type": "hologram", "text": "words"})
    assert isinstance(part, Opaque)
    assert part.gist == "words"
    assert part.sidecar.data == {"part": {"type": "hologram", "text": "words"}}


@pytest.mark.parametrize(
    ("wire", "place"),
    [
        ({"type": "input_text"}, "input[0].content[0].text"),
        ({"type": "input_image"}, "input[0].content[0].image_url"),
        ({"type": "input_image", "image_url": "data:text"}, "input[0].content[0].image_url"),
        ({"type": "input_file"}, "input[0].content[0]"),
    ],
)
def test_a_wrong_part_is_refused_by_its_place(wire: dict[str, Any], place: str) -> None:
    assert refusal(lambda: only(wire)).param == place


def test_content_that_is_neither_words_nor_a_list_is_refused() -> None:
    told = refusal(lambda: said({"role": "user", "content": 5}))
    assert "one of a string or array of objects" in told.message
