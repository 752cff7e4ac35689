"""A request's body, counted while it is read."""

import asyncio

from aiohttp import web

from app.core.failure import Failure, FailureKind, Refused

READ_SECONDS = 30.0


async def read_body(request: web.BaseRequest, limit: int, deadline: float = READ_SECONDS) -> bytes:
    """The whole body, at most `limit` bytes, within `deadline` seconds.

    aiohttp has no deadline for a body of which half was sent, and bounds only what it reads itself.
    Raises `Refused` (TOO_LARGE, TIMEOUT).
    """
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(deadline):
            while chunk := await request.content.readany():
                size += len(chunk)
                if size > limit:
                    raise Refused(
                        Failure(
                            FailureKind.TOO_LARGE,
                            f"The request is larger than {limit} bytes.",
                            status=413,
                            retryable=False,
                        )
                    )
                chunks.append(chunk)
    except TimeoutError:
        raise Refused(
            Failure(
                FailureKind.TIMEOUT,
                f"The request's body was not complete after {deadline:.0f} seconds.",
                status=408,
            )
        ) from None
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
