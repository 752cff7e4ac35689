"""Texts as arrays of tokens, which clients may send to be embedded, and texts' sizes in tokens.

The vocabulary is cl100k_base: OpenAI's models for embeddings use it, and LangChain cuts texts with
it for any model (langchain-openai, `OpenAIEmbeddings`).
"""

from collections.abc import Sequence

_ENCODING = "cl100k_base"
_ORDINARY = 100_256  # tokens that stand for text; those above are marks or nothing


class NotTokensError(ValueError):
    """An array holds a number that is no token of a text; the message names it."""


def text_of(tokens: Sequence[int]) -> tuple[str, bool]:
    """The text of an array of tokens, and whether it is exact.

    It is not where the array begins or ends within a character, which becomes U+FFFD. Raises
    `NotTokensError`. The first call loads the vocabulary in about 0.3 s; safe from any thread.
    """
    wrong = next((token for token in tokens if not 0 <= token < _ORDINARY), None)
    if wrong is not None:
        raise NotTokensError(f"{wrong} is no token of a text in {_ENCODING}")
    import toktok  # type: ignore[import-untyped]  # it ships no annotations

    # toktok 0.3 offers the whole tokenizer under this name "for anyone who knowingly wants it".
    raw: bytes = toktok._encoding(_ENCODING).decode_bytes(list(tokens))
    try:
        return raw.decode(), True
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), False


def sizes(texts: Sequence[str]) -> list[int]:
    """The tokens of each text, as OpenAI's models for embeddings count them; from any thread.

    Other vendors' vocabularies mostly count less: this one is old and splits Chinese finely.
    """
    import toktok

    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    found: list[int] = toktok.batch_count(clean, _ENCODING, threads=1)
    return found
