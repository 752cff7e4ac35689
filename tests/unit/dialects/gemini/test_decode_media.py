from typing import Any

import pytest

from app.core.conversation import Audio, Document, Image, Inline, Opaque, Part, Remote, Stored
from app.core.failure import Refused
from app.dialects.gemini.decode_media import inline, remote


def blob(kind: str, **more: Any) -> Part:
    return inline({"inlineData": {"mimeType": kind, "data": "QUJD", **more}}, "p", {})


def file(uri: str, kind: str = "image/png", **more: Any) -> Part:
    return remote({"fileData": {"mime_type": kind, "file_uri": uri, **more}}, "p", {})


def test_pictures_recordings_and_documents_have_neutral_forms() -> None:
    assert blob("image/png") == Image(Inline("image/png", "QUJD"))
    assert blob("audio/x-wav") == Audio("QUJD", "wav")
    assert blob("audio/mpeg") == Audio("QUJD", "mp3")
    assert blob("application/pdf", displayName="a.pdf") == Document(
        Inline("application/pdf", "QUJD"), title="a.pdf"
    )
    assert blob("text/plain") == Document(Inline("text/plain", "QUJD"))


@pytest.mark.parametrize("kind", ["audio/flac", "video/mp4"])
def test_what_only_google_hears_and_sees_is_kept_whole(kind: str) -> None:
    part = blob(kind)
    assert isinstance(part, Opaque)
    assert part.sidecar.data["inlineData"] == {"mimeType": kind, "data": "QUJD"}
    assert kind in part.gist


@pytest.mark.parametrize(
    "uri",
    ["https://generativelanguage.googleapis.com/v1beta/files/a", "gs://bucket/a.png", "files/a"],
)
def test_an_upload_means_nothing_elsewhere(uri: str) -> None:
    part = file(uri)
    assert isinstance(part, Image)
    assert part.source == Stored(uri)


def test_an_address_is_an_address_and_keeps_its_type() -> None:
    part = file("https://example.com/a.pdf", "application/pdf", display_name="A")
    assert isinstance(part, Document)
    assert (part.source, part.title) == (Remote("https://example.com/a.pdf"), "A")
    assert part.sidecar is not None
    assert part.sidecar.data == {"fileData": {"mimeType": "application/pdf"}}


def test_a_video_s_address_is_kept_whole() -> None:
    part = remote({"fileData": {"fileUri": "https://youtu.be/x"}}, "p", {})
    assert isinstance(part, Opaque)


def test_fields_beside_go_into_the_sidecar() -> None:
    wire = {"inlineData": {"mimeType": "image/png", "data": "QUJD"}}
    part = inline(wire, "p", {"mediaResolution": {"level": "LOW"}})
    assert isinstance(part, Image)
    assert part.sidecar is not None
    assert part.sidecar.data == {"mediaResolution": {"level": "LOW"}}


@pytest.mark.parametrize(
    "wrong", [{"inlineData": 1}, {"inlineData": {}}, {"inlineData": {"mimeType": "image/png"}}]
)
def test_bytes_without_a_type_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        inline(wrong, "contents[0].parts[0]", {})
