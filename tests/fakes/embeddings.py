"""Embeddings as providers make them: OpenAI's form, Gemini's and Ollama's, told by the path.

The vector of a text says which text it was, in numbers that a float32 holds.
"""

import base64
import struct
from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes import answers
from tests.fakes.exchange import Exchange

PATHS = ("/embeddings", "/api/embed", ":batchEmbedContents")

Script = Callable[[Exchange], Awaitable[None]]


def vector(value: Any, dimensions: int = 4) -> list[float]:
    """What `makes` answers for this input."""
    if isinstance(value, str):
        numbers = [len(value), *value.encode()[:3]]
    else:
        numbers = [len(value), *list(value)[:3]]
    return [float(each) for each in (numbers + [0] * dimensions)[:dimensions]]


def text_of(numbers: list[float]) -> str:
    """The first letters of the text behind a vector."""
    return bytes(int(each) for each in numbers[1:] if each).decode()


def makes(
    *,
    limit: int | None = None,
    says_limit: str = "batch size {count} > maximum allowed batch size {limit}",
    base64_known: bool = True,
    rejects_encoding: bool = False,
    arrays: bool = True,
    usage: bool = True,
    dimensions: int | None = None,
) -> Script:
    """A maker of vectors that takes `limit` inputs at a time.

    `base64_known` False: numbers come whatever was asked for. `dimensions`: of every vector,
    whatever was asked for.
    """

    async def script(exchange: Exchange) -> None:
        body = exchange.request.json
        path = exchange.request.path
        if path.endswith(":batchEmbedContents"):
            inputs = [each["content"]["parts"][0]["text"] for each in body["requests"]]
            asked = body["requests"][0].get("outputDimensionality")
        else:
            given = body["input"]
            one = isinstance(given, str) or isinstance(given[0], int)
            inputs = [given] if one else given
            asked = body.get("dimensions")
        if limit is not None and len(inputs) > limit:
            said = says_limit.format(count=len(inputs), limit=limit)
            await answers.status(400, said)(exchange)
            return
        if not arrays and not all(isinstance(each, str) for each in inputs):
            await answers.status(400, "Input should be a valid string")(exchange)
            return
        if rejects_encoding and "encoding_format" in body:
            await answers.status(400, "Unknown parameter: encoding_format")(exchange)
            return
        vectors = [vector(each, dimensions or asked or 4) for each in inputs]
        tokens = sum(len(each) for each in inputs)
        if path.endswith(":batchEmbedContents"):
            told = {"usageMetadata": {"promptTokenCount": tokens}} if usage else {}
            answer: dict[str, Any] = {"embeddings": [{"values": each} for each in vectors], **told}
        elif path.endswith("/api/embed"):
            answer = {"model": body["model"], "embeddings": vectors}
            answer |= {"prompt_eval_count": tokens} if usage else {}
        else:
            packed = base64_known and body.get("encoding_format") == "base64"
            shown = [pack(each) if packed else each for each in vectors]
            answer = {
                "object": "list",
                "data": [
                    {"object": "embedding", "index": at, "embedding": each}
                    for at, each in enumerate(shown)
                ],
                "model": body["model"],
            }
            if usage:
                answer["usage"] = {"prompt_tokens": tokens, "total_tokens": tokens}
        await exchange.json(answer)

    return script


def pack(values: list[float]) -> str:
    """Base64 of little-endian float32."""
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
