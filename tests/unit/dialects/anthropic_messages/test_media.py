import base64

import pytest

from app.dialects.anthropic_messages.media import decoded_text, media_type

_HEADS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff\xe0",
    "image/gif": b"GIF89a",
    "image/webp": b"RIFF\x00\x00\x00\x00WEBP",
    "application/pdf": b"%PDF-1.7",
}


@pytest.mark.parametrize("found", sorted(_HEADS))
def test_the_bytes_decide_over_a_wrong_name(found: str) -> None:
    data = base64.b64encode(_HEADS[found] + bytes(40)).decode()
    assert media_type(data, "image/bmp") == found


def test_bytes_of_an_unknown_kind_are_what_they_were_named() -> None:
    assert media_type("AAAA", "text/plain; charset=utf-8") == "text/plain"
    assert media_type("", "image/jpg") == "image/jpeg"
    assert media_type("not base64 at all, é", "IMAGE/PNG") == "image/png"


def test_only_utf_8_is_text() -> None:
    assert decoded_text(base64.b64encode("wörds".encode()).decode()) == "wörds"
    assert decoded_text(base64.b64encode(b"\xff\xfe").decode()) is None
    assert decoded_text("a") is None
