import base64
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
    ToolReference,
    Written,
)
from app.core.sidecar import Origin, Sidecar
from app.dialects.gemini.wire import ORIGIN
from tests.dialects.gemini_wire import contents, conversation, encoded, losses, user

PDF = Inline("application/pdf", "JVBE")
WORDS = Inline("text/plain", base64.b64encode(b"words").decode())


def parts(*given: Part, client: str = "anthropic_messages", **traits: Any) -> list[object]:
    found: list[object] = contents(user(*given), client=client, **traits)[0]["parts"]
    return found


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (Text("a"), {"text": "a"}),
        (
            Image(Inline("image/webp", "AAAA")),
            {"inlineData": {"mimeType": "image/webp", "data": "AAAA"}},
        ),
        (
            Image(Remote("https://a.example/b/c.JPG?d=e.png")),
            {
                "fileData": {
                    "mimeType": "image/jpeg",
                    "fileUri": "https://a.example/b/c.JPG?d=e.png",
                }
            },
        ),
        (Image(Remote("https://a.example/b")), {"fileData": {"fileUri": "https://a.example/b"}}),
        (Audio("AAAA", "wav"), {"inlineData": {"mimeType": "audio/wav", "data": "AAAA"}}),
        (Document(PDF), {"inlineData": {"mimeType": "application/pdf", "data": "JVBE"}}),
        (
            Document(Remote("https://a.example/b.pdf")),
            {"fileData": {"mimeType": "application/pdf", "fileUri": "https://a.example/b.pdf"}},
        ),
        (Document(WORDS), {"text": "words"}),
        (Document(Written("words"), title="T", context="C"), {"text": "T\nC\n\nwords"}),
        (Refusal("No."), {"text": "No."}),
        (ToolReference("f"), {"text": "Tool f is now available."}),
    ],
)
def test_a_part_is_written_as_the_wire_has_it(part: Part, written: object) -> None:
    assert parts(part, pdf=True) == [written]
    assert losses(conversation(user(part)), pdf=True) == []


def test_a_file_s_title_stands_before_it() -> None:
    named = Document(PDF, title="Report", context="Of May.")
    assert parts(named, pdf=True)[0] == {"text": "Report\nOf May."}
    assert len(parts(named, pdf=True)) == 2
    nested = Document(None, (Text("a"),), title="T")
    assert parts(nested) == [{"text": "T"}, {"text": "a"}]


@pytest.mark.parametrize(
    ("part", "traits"),
    [
        (Image(Inline("image/png", "AAAA")), {"images": False}),
        (Image(Remote("https://a.example/x.png")), {"image_urls": False}),
        (Image(Stored("files/1")), {}),
        (Image(Inline("image/gif", "R0lG")), {}),
        (Document(PDF), {}),
        (Document(Inline("application/zip", "UEsD")), {}),
        (Document(Inline("text/plain", "////")), {}),
        (Document(Remote("https://a.example/x.pdf")), {}),
        (Document(Stored("files/1")), {}),
    ],
)
def test_what_the_target_cannot_read_is_a_note_and_a_loss(
    part: Part, traits: dict[str, Any]
) -> None:
    (note,) = parts(part, **traits)
    assert isinstance(note, dict)
    assert "omitted" in note["text"]
    ((_, weight),) = losses(conversation(user(part)), **traits)
    assert weight == "content"


def test_files_of_a_client_of_this_wire_go_back_as_they_came() -> None:
    kept = Sidecar(ORIGIN, {"fileData": {"mimeType": "video/mp4"}, "videoMetadata": {"fps": 1}})
    assert parts(Document(Stored("files/1"), sidecar=kept), client="gemini") == [
        {"fileData": {"fileUri": "files/1", "mimeType": "video/mp4"}, "videoMetadata": {"fps": 1}}
    ]
    assert parts(Document(Inline("video/mp4", "AAAA"), title="a.mp4"), client="gemini") == [
        {"inlineData": {"mimeType": "video/mp4", "data": "AAAA", "displayName": "a.mp4"}}
    ]
    assert parts(Image(Stored("files/2")), client="gemini") == [
        {"fileData": {"fileUri": "files/2"}}
    ]


def test_a_part_of_this_wire_goes_back_whole() -> None:
    wire = {"executableCode": {"code": "1"}, "thoughtSignature": "U2ln"}
    assert parts(Opaque("executableCode", "[Ran code]", Sidecar(ORIGIN, wire))) == [wire]


def test_sources_of_this_wire_are_no_content() -> None:
    sources = Opaque("grounding", "[Searched]", Sidecar(ORIGIN, {"groundingMetadata": {"a": 1}}))
    assert parts(Text("a"), sources) == [{"text": "a"}]


def test_a_part_of_another_wire_is_its_words() -> None:
    foreign = Sidecar(Origin("anthropic_messages"), {"type": "x"})
    said = conversation(user(Opaque("x", "[An x]", foreign), Opaque("y", "", foreign)))
    assert encoded(said)["contents"][0]["parts"] == [{"text": "[An x]"}]
    assert losses(said) == [("x", "content"), ("y", "marker")]


def test_marks_and_details_are_named_as_losses() -> None:
    said = conversation(user(Text("a", CacheMark()), Image(Inline("image/png", "AAAA"), "low")))
    assert losses(said) == [("cache_control", "marker"), ("detail", "option")]
