"""What a provider's refusal teaches about its endpoint for embeddings."""

import re
from dataclasses import replace

from app.core.failure import Failure, FailureKind
from app.dialects.embeddings.wire import EmbeddingTraits

_TEACHING = (FailureKind.BAD_REQUEST, FailureKind.UNSUPPORTED, FailureKind.TOO_LARGE)

# DashScope: "batch size is invalid, it should not be larger than 10". Text Embeddings Inference and
# SiliconFlow: "batch size 77 > maximum allowed batch size 32". Gemini: "at most 100 requests can be
# in one batch".
_LIMIT = re.compile(
    r"batch[^.]{0,60}(?:larger than|maximum allowed batch size|at most|max(?:imum)?(?: is)?:?)"
    r"\s*(\d{1,5})\b|at most (\d{1,5})[^.]{0,40}batch",
    re.IGNORECASE,
)


def learn(
    failure: Failure, traits: EmbeddingTraits, inputs: int, *, tokens: bool = False
) -> EmbeddingTraits | None:
    """The endpoint as `failure` describes it, asked with `inputs` in one batch.

    `tokens`: some of them were arrays of tokens. None where it teaches nothing new.
    """
    if failure.kind not in _TEACHING:
        return None
    sentence = f"{failure.message} {failure.param or ''}"
    found = _LIMIT.search(sentence)
    if found is not None:
        limit = int(found[1] or found[2])
        return replace(traits, inputs=limit) if 0 < limit < inputs else None
    if traits.base64 and "encoding_format" in sentence:
        return replace(traits, base64=False)
    # Pydantic's and others' complaints about the field's type; a text may be taken there.
    if tokens and traits.token_arrays and "input" in sentence.lower():
        return replace(traits, token_arrays=False)
    return None
