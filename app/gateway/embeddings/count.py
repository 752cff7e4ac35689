"""The tokens of inputs, where a provider does not tell them."""

from collections.abc import Sequence

from app.dialects.embeddings.wire import Content, Input
from app.dialects.wire_json import dump
from app.tokens import token_arrays

# Bytes of JSON per token, for inputs that are neither a text nor tokens.
_BYTES_PER_TOKEN = 4


def count(inputs: Sequence[Input]) -> int:
    """About how many tokens all the inputs have, at least 1. Not for the event loop."""
    said = [each.text or each.fields if isinstance(each, Content) else each for each in inputs]
    texts = [each for each in said if isinstance(each, str)]
    arrays = sum(len(each) for each in said if isinstance(each, tuple))
    objects = sum(len(dump(each)) for each in said if not isinstance(each, str | tuple))
    return max(1, sum(token_arrays.sizes(texts)) + arrays + objects // _BYTES_PER_TOKEN)
