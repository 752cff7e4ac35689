"""Secrets taken out of whole bodies, which are large and must stay what they are otherwise."""

import codecs
import re
from collections.abc import Iterator

from app.secrets.redact import Redactor, redactor

_SHOWN = b"[redacted]"
_PIECE = 32 * 1024
# No key holds any other character, so that a text may be cut there.
_BETWEEN_KEYS = re.compile(r"[^A-Za-z0-9_.\-]")


def redact_body(body: bytes, known: Redactor = redactor) -> bytes:
    """`body` without known secrets and, where it is text, without what looks like a vendor's key.

    Words that only sound like secrets stay: this is somebody's conversation. What is no UTF-8 stays
    as it is but for known secrets; a character that is cut off at the end is left out. A key that a
    model spells out over several events of a stream is not recognised.
    """
    for value in known.values:
        written = value.encode()
        if written in body:
            body = body.replace(written, _SHOWN)
    try:
        text, _ = codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        return body
    # One search through megabytes would keep every other thread waiting to its end.
    return "".join(map(known.without_keys, _pieces(text))).encode()


def _pieces(text: str) -> Iterator[str]:
    begin = 0
    while begin < len(text):
        cut = _BETWEEN_KEYS.search(text, begin + _PIECE)
        end = cut.end() if cut is not None else len(text)
        yield text[begin:end]
        begin = end
