from typing import Any

import pytest

from app.core.conversation import (
    Audio,
    Document,
    Image,
    Inline,
    Opaque,
    Part,
    Remote,
    Stored,
    Text,
    ToolReference,
    Written,
)
from app.core.sidecar import Origin, Sidecar
from tests.dialects.responses_wire import NAME, conversation, encoded, losses, user

PDF = Document(Inline("application/pdf", "JVBE"), title="a.pdf")


def written(part: Part, client: str = "anthropic_messages", **traits: Any) -> Any:
    (item,) = encoded(conversation(user(part), client=client), **traits)["input"]
    (found,) = item["content"]
    return found


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Text("a"), {"type": "input_text", "text": "a"}),
        (
            Image(Inline("image/png", "AA"), "low"),
            {"type": "input_image", "detail": "low", "image_url": "data:image/png;base64,AA"},
        ),
        (
            Image(Remote("https://x/a")),
            {"type": "input_image", "detail": "auto", "image_url": "https://x/a"},
        ),
        (
            Document(Written("words"), title="t", context="c"),
            {"type": "input_text", "text": "t\nc\n\nwords"},
        ),
        (
            Document(Inline("text/plain", "SGk="), title="t"),
            {"type": "input_text", "text": "t\n\nHi"},
        ),
        (
            Audio("AA", "wav"),
            {"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}},
        ),
        (ToolReference("f"), {"type": "input_text", "text": "Tool f is now available."}),
    ],
)
def test_each_part_has_its_form(part: Part, expected: dict[str, Any]) -> None:
    assert written(part) == expected


def test_a_pdf_goes_where_it_is_read_and_elsewhere_a_note() -> None:
    assert written(PDF, pdf=True) == {
        "type": "input_file",
        "file_data": "data:application/pdf;base64,JVBE",
        "filename": "a.pdf",
    }
    assert written(PDF)["text"].startswith("[a.pdf (PDF) omitted")
    remote = Document(Remote("https://x/a.pdf"))
    assert written(remote, pdf=True)["file_url"] == "https://x/a.pdf"


def test_what_is_stored_at_openai_goes_back_there_only() -> None:
    assert written(Image(Stored("f")), NAME)["file_id"] == "f"
    assert written(Document(Stored("f")), NAME)["file_id"] == "f"
    assert "omitted" in written(Image(Stored("f")))["text"]
    assert "omitted" in written(Document(Stored("f")))["text"]


def test_a_picture_is_a_note_for_a_model_that_cannot_see() -> None:
    said = conversation(user(Image(Remote("https://x/a"))))
    assert losses(said, images=False) == [("image", "content")]
    assert "omitted" in written(Image(Remote("https://x/a")), image_urls=False)["text"]


def test_a_part_of_another_wire_is_told_in_words() -> None:
    part = Opaque("odd", "[odd]", Sidecar(Origin("x"), {}))
    assert written(part) == {"type": "input_text", "text": "[odd]"}
    silent = Opaque("header", "", Sidecar(Origin("x"), {}))
    assert losses(conversation(user("Hi", silent))) == [("header", "marker")]
