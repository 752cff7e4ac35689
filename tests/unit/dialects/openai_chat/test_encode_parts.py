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
    Remote,
    Stored,
    Text,
    ToolReference,
    ToolResult,
    Written,
)
from app.core.sidecar import Origin, Sidecar
from tests.dialects.chat_wire import (
    MESSAGES,
    NAME,
    assistant,
    conversation,
    losses,
    messages,
    user,
)

PDF = Document(Inline("application/pdf", "AAAA"), title="a.pdf")


def content(*parts: Part, client: str = MESSAGES, **traits: Any) -> Any:
    return messages(user(*parts), client=client, **traits)[0]["content"]


def test_words_are_one_string_and_empty_ones_vanish() -> None:
    assert content(Text("a"), Text(""), Text("b")) == "a\n\nb"


def test_a_picture_is_a_data_url_or_an_address_with_its_detail() -> None:
    inline = Image(Inline("image/png", "AAAA"), "low")
    assert content(inline, Image(Remote("https://example.com/a.png"))) == [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA", "detail": "low"}},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
    ]


@pytest.mark.parametrize(
    ("part", "traits", "shown"),
    [
        (Image(Inline("image/png", "AAAA")), {"images": False}, "image omitted"),
        (Image(Inline("image/png", "AAAA")), {"parts_content": False}, "image omitted"),
        (Image(Remote("https://x.example/a")), {"image_urls": False}, "https://x.example/a"),
        (Image(Stored("file_1")), {}, "another provider"),
        (PDF, {}, "a.pdf (PDF) omitted"),
        (Document(Inline("application/zip", "AAAA")), {"pdf": True}, "application/zip"),
        (Document(Remote("https://x.example/a.pdf")), {"pdf": True}, "https://x.example/a.pdf"),
        (Document(Stored("file_1"), title="t"), {"pdf": True}, "t omitted"),
    ],
)
def test_what_the_target_cannot_take_leaves_a_visible_note_and_a_loss(
    part: Part, traits: dict[str, Any], shown: str
) -> None:
    found = content(part, **traits)
    assert isinstance(found, str)
    assert shown in found
    assert "AAAA" not in found
    assert [weight for _, weight in losses(conversation(user(part)), **traits)] == ["content"]


def test_a_pdf_is_a_file_where_the_target_reads_it() -> None:
    url = "data:application/pdf;base64,AAAA"
    assert content(PDF, Document(Inline("application/pdf", "AAAA")), pdf=True) == [
        {"type": "file", "file": {"filename": "a.pdf", "file_data": url}},
        {"type": "file", "file": {"filename": "document.pdf", "file_data": url}},
    ]


def test_a_chat_client_s_uploaded_file_goes_back_by_its_id() -> None:
    part = Document(Stored("file_1"))
    assert content(part, client=NAME) == [{"type": "file", "file": {"file_id": "file_1"}}]


def test_a_written_document_is_read_with_its_title_and_context() -> None:
    assert content(Document(Written("words"), title="T", context="C")) == "T\nC\n\nwords"
    data = base64.b64encode("é".encode()).decode()
    assert content(Document(Inline("text/plain", data))) == "é"


def test_a_document_made_of_parts_is_read_part_by_part() -> None:
    document = Document(None, (Text("a"), Text("b")), title="T")
    assert content(document) == "T\n\na\n\nb"


def test_a_recording_is_passed_on() -> None:
    sound = {"data": "AAAA", "format": "wav"}
    assert content(Audio("AAAA", "wav")) == [{"type": "input_audio", "input_audio": sound}]


def test_a_found_tool_is_told_by_the_name_that_the_model_sees() -> None:
    long = "mcp__" + "a" * 80
    result = ToolResult("gone", (ToolReference("Fetch"), ToolReference(long)))
    told = content(result)
    assert "Tool Fetch is now available." in told


def test_a_part_of_another_wire_is_told_by_its_gist() -> None:
    part = Opaque("search_result", "Title\nhttps://x.example", Sidecar(Origin(MESSAGES), {}))
    assert content(part) == "Title\nhttps://x.example"
    assert losses(conversation(user(part))) == [("search_result", "content")]


def test_a_part_of_this_wire_goes_back_whole() -> None:
    whole = {"type": "video_url", "video_url": {"url": "https://x.example/v"}}
    part = Opaque("video_url", "", Sidecar(Origin(NAME), whole))
    assert content(part, client=NAME) == [whole]


def test_media_in_the_model_s_own_words_are_lost_by_name() -> None:
    turns = (user("Hi"), assistant("Here", Image(Remote("https://x.example"))), user("?"))
    assert messages(*turns)[1] == {"role": "assistant", "content": "Here"}
    assert losses(conversation(*turns)) == [("media", "content")]


def test_a_target_with_cache_marks_gets_lists_whether_marked_or_not() -> None:
    assert content(Text("a"), cache_marks=True) == [{"type": "text", "text": "a"}]
    assert content(Text("a", CacheMark()), cache_marks=True) == [
        {"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}}
    ]
