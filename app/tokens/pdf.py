"""What a PDF costs: its pages are counted in its bytes, nothing is rendered.

Anthropic documents 1,500 to 3,000 tokens of text for a page, and its picture besides. 2,250 a page
is the middle of that range.
"""

import base64
import binascii
import re
import zlib

PAGE = 2_250

_LEAF = re.compile(rb"/Type\s{0,4}/Page(?![A-Za-z])")
_OBJECT_STREAM = re.compile(rb"/Type\s{0,4}/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
# How much is read of all object streams, packed and unpacked: a page object is about 100 bytes, so
# this is room for tens of thousands, and neither a zip bomb nor overlapping streams cost more.
_BUDGET = 8 * 1024 * 1024
_DICTIONARY_LIMIT = 1024
_STREAM_LIMIT = 1024 * 1024
# Where the pages are hidden: about what a page of a paper with figures takes.
_BYTES_PER_PAGE = 60_000


def pdf_tokens(data: str) -> int:
    """The tokens of the PDF in the base64 text `data`, of one page at least."""
    try:
        raw = base64.b64decode(data)
    except (binascii.Error, ValueError):
        return PAGE
    return PAGE * pages(raw)


def pages(raw: bytes) -> int:
    """The pages of the PDF `raw`: its page objects, also compressed ones, else a guess by size."""
    found = len(_LEAF.findall(raw))
    budget = _BUDGET
    for mark in _OBJECT_STREAM.finditer(raw):
        opening = _STREAM.search(raw, mark.end(), mark.end() + _DICTIONARY_LIMIT)
        if opening is None:
            continue
        start = opening.end()
        end = raw.find(b"endstream", start, start + _STREAM_LIMIT)
        packed = raw[start : end if end >= 0 else start + _STREAM_LIMIT]
        budget -= len(packed)
        if budget <= 0:
            break
        try:
            objects = zlib.decompressobj().decompress(packed, budget)
        except zlib.error:
            continue
        found += len(_LEAF.findall(objects))
        budget -= len(objects)
        if budget <= 0:
            break
    return found or max(1, len(raw) // _BYTES_PER_PAGE)
