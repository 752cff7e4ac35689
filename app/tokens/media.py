"""What parts cost that are bytes in base64: documents and recordings."""

import base64
import binascii

from app.core.conversation import Audio, Document, Inline, Written
from app.tokens.base64_window import Base64Window
from app.tokens.pdf import PAGE, pdf_tokens

# OpenAI counts ten tokens of sound a second.
_AUDIO_PER_SECOND = 10
_MP3_BYTES_PER_SECOND = 16_000
_WAV_BYTES_PER_SECOND = 32_000


def document_content(document: Document) -> str | int:
    """The words of a text document, or the tokens of another one's own bytes.

    Where the bytes are elsewhere or of an unknown kind, they count as one page. A document of parts
    has none of its own.
    """
    match document.source:
        case None:
            return 0
        case Written(text):
            return text
        case Inline("application/pdf", data):
            return pdf_tokens(data)
        case Inline(media_type, data) if media_type.startswith("text/"):
            return _decoded(data)
        case _:
            return PAGE


def _decoded(data: str) -> str:
    try:
        return base64.b64decode(data).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return data


def audio_tokens(audio: Audio) -> int:
    """The tokens of a recording, by its length as far as its bytes tell."""
    window = Base64Window(audio.data)
    rate = _MP3_BYTES_PER_SECOND
    if audio.format == "wav":
        head = window.read(0, 32)
        rate = _WAV_BYTES_PER_SECOND
        if head.startswith(b"RIFF") and head[12:16] == b"fmt ":
            rate = int.from_bytes(head[28:32], "little") or rate
    return max(1, window.size * _AUDIO_PER_SECOND // rate)
