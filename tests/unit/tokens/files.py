"""Pictures and PDFs as bytes, made on the spot: only what a reader of sizes looks at is true."""

import base64
import struct
import zlib


def text64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\xf7\0\0"


def jpeg(width: int, height: int, thumbnail: int = 0) -> bytes:
    frame = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + b"\x03"
    extra = b"\xff\xe1" + struct.pack(">H", thumbnail + 2) + b"\0" * thumbnail
    tables = b"\xff\xc4\0\x04ab" + b"\xff" + b"\xff\xd0"
    return b"\xff\xd8" + extra + tables + frame + b"\0" * 20


def webp(kind: bytes, width: int, height: int) -> bytes:
    match kind:
        case b"VP8 ":
            size = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
        case b"VP8L":
            size = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
        case _:
            size = (
                b"\0\0\0\0" + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
            )
    return b"RIFF\0\0\0\0WEBP" + kind + b"\0\0\0\0" + size + b"\0" * 8


def pdf(pages: int) -> bytes:
    leaves = b"".join(b"%d 0 obj<</Type/Page/Parent 2 0 R>>endobj\n" % i for i in range(pages))
    return b"%PDF-1.4\n1 0 obj<</Type /Pages /Count 9>>endobj\n" + leaves + b"%%EOF"


def pdf_with_object_stream(pages: int, inflated: bytes = b"") -> bytes:
    objects = zlib.compress(b"<</Type /Page /Parent 2 0 R>>\n" * pages + inflated)
    head = b"%PDF-1.5\n5 0 obj<</Type/ObjStm/Filter/FlateDecode/N 3>>stream\r\n"
    return head + objects + b"\nendstream endobj\n%%EOF"
