"""Words in the user's language, without knowing who translates them."""

from collections.abc import Callable

Translator = Callable[[str, str], str]


def _as_written(_context: str, text: str) -> str:
    return text


_translator: Translator = _as_written


def install(translator: Translator | None) -> None:
    """Let `translator` translate from now on; None for words as they are written, in English."""
    global _translator
    _translator = translator or _as_written


def translating() -> bool:
    """Whether words are said in another language than they are written in."""
    return _translator is not _as_written


def translate(context: str, text: str) -> str:
    """`text` in the user's language. `context` is the window's name ("Usage").

    Both are written as plain literals where this is called: Qt's lupdate finds them there. Values
    come in afterwards, with `str.format`: translate("Usage", "{count} requests").format(count=n).
    """
    return _translator(context, text)
