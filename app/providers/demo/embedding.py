"""The demo provider's embeddings: texts with words in common have vectors that are near.

Each word is thrown into the dimensions by its hash, so that the same text has the same vector on
every machine. It is no language model: it knows no synonyms.
"""

import hashlib
import math
import re
from collections import Counter

USUAL_DIMENSIONS = 256
_SIGNS_PER_WORD = 8
# One word, or one Chinese character.
_WORDS = re.compile(r"[\u3000-\u9fff\uff00-\uffef]|[^\W_]+|[^\w\s]")


def embedding(text: str, dimensions: int = USUAL_DIMENSIONS) -> list[float]:
    """The vector of `text`, of length 1."""
    values = [0.0] * dimensions
    for word, times in Counter(_WORDS.findall(text.lower()) or [""]).items():
        digest = hashlib.sha256(word.encode("utf-8", "replace")).digest()
        for at in range(_SIGNS_PER_WORD):
            four = int.from_bytes(digest[4 * at : 4 * at + 4], "little")
            values[(four >> 1) % dimensions] += (1 if four & 1 else -1) * math.sqrt(times)
    norm = math.sqrt(sum(value * value for value in values))
    if not norm:  # every sign met its opposite
        values[0] = norm = 1.0
    return [value / norm for value in values]


def tokens(text: str) -> int:
    """About how many tokens `text` has, at least 1."""
    return max(1, len(_WORDS.findall(text)))
