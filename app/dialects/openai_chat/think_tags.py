"""Reasoning that a server leaves inside the text, between <think> and </think>.

Seen from DeepSeek-R1 on Hugging Face, Groq's raw format, LM Studio and Ollama (2025 to 2026).
"""

from typing import Literal

OPEN = "<think>"
CLOSE = "</think>"

Piece = tuple[Literal["thinking", "text"], str]


class ThinkTags:
    """Splits a text that begins with the tag; a tag later in the text is the model's own word.

    A tag may be cut anywhere: what could still become one is held back.
    """

    def __init__(self) -> None:
        self._state: Literal["start", "opened", "thinking", "after", "text"] = "start"
        self._held = ""

    @property
    def passing(self) -> bool:
        """Whether everything that follows is plain text."""
        return self._state == "text"

    def feed(self, text: str) -> list[Piece]:
        """The pieces that `text` completes."""
        pieces: list[Piece] = []
        text, self._held = self._held + text, ""
        if self._state == "start":
            begun = text.lstrip()
            if begun.startswith(OPEN):
                self._state, text = "opened", begun[len(OPEN) :]
            elif OPEN.startswith(begun):
                self._held = text
                return []
            else:
                self._state = "text"
        if self._state == "opened" and (text := text.lstrip("\n")):
            self._state = "thinking"
        if self._state == "thinking":
            thought, closed, text = text.partition(CLOSE)
            if not closed:
                keep = _overlap(thought, CLOSE)
                self._held = thought[len(thought) - keep :] if keep else ""
                thought = thought[: len(thought) - keep]
            else:
                self._state = "after"
            if thought:
                pieces.append(("thinking", thought))
        if self._state == "after" and (text := text.lstrip("\n")):
            self._state = "text"
        if self._state == "text" and text:
            pieces.append(("text", text))
        return pieces

    def end(self) -> list[Piece]:
        """What was held back, where the text ends or something else comes between."""
        held, self._held = self._held, ""
        if not held:
            return []
        if self._state == "thinking":
            return [("thinking", held)]
        self._state = "text"
        return [("text", held)]


def _overlap(text: str, tag: str) -> int:
    """How many characters at the end of `text` may be the beginning of `tag`."""
    for size in range(min(len(tag) - 1, len(text)), 0, -1):
        if text.endswith(tag[:size]):
            return size
    return 0
