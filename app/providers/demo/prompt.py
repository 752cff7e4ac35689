"""What the request says, as far as a demo has to understand it."""

import re
from dataclasses import dataclass

from app.core.conversation import (
    Conversation,
    Document,
    Image,
    Text,
    ToolCall,
    ToolReference,
    ToolResult,
)

_REMINDER = re.compile(r"<system-reminder>.*?</system-reminder>", re.DOTALL)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_DIRECTORY = re.compile(r"[Ww]orking directory: *(/[^\s<]*|[A-Za-z]:\\[^\n<]*)")


@dataclass(frozen=True, slots=True)
class Prompt:
    """The last thing that the user said or sent; `text` is without what the client added to it.

    `results` are the answers of tools with the tools' names.
    """

    text: str
    chinese: bool
    images: tuple[Image, ...] = ()
    documents: tuple[Document, ...] = ()
    results: tuple[tuple[str, ToolResult], ...] = ()
    directory: str | None = None
    loaded_tools: frozenset[str] = frozenset()

    @property
    def gist(self) -> str:
        """The text in one line of at most 200 characters."""
        line = " ".join(self.text.split())
        return line if len(line) <= 200 else line[:199] + "…"


def read(conversation: Conversation) -> Prompt:
    """The prompt of `conversation`: its last user turn."""
    names: dict[str, str] = {}
    loaded: set[str] = set()
    texts: list[str] = []
    images: list[Image] = []
    documents: list[Document] = []
    results: list[tuple[str, ToolResult]] = []
    directory: str | None = None
    for turn in conversation.turns:
        if turn.role == "user":
            texts, images, documents, results = [], [], [], []
        for part in turn.parts:
            match part:
                case Text(text=text):
                    directory = directory or _directory(text)
                    if turn.role == "user":
                        texts.append(_REMINDER.sub("", text).strip())
                case Image():
                    images.append(part)
                case Document():
                    documents.append(part)
                case ToolCall():
                    names[part.id] = part.name
                case ToolResult():
                    results.append((names.get(part.call_id, ""), part))
                    images += [each for each in part.parts if isinstance(each, Image)]
                    documents += [each for each in part.parts if isinstance(each, Document)]
                    loaded |= {e.name for e in part.parts if isinstance(e, ToolReference)}
    text = "\n".join(each for each in texts if each)
    return Prompt(
        text,
        _CHINESE.search(text) is not None,
        tuple(images),
        tuple(documents),
        tuple(results),
        directory,
        frozenset(loaded),
    )


def _directory(text: str) -> str | None:
    if "orking directory" not in text:
        return None
    found = _DIRECTORY.search(text)
    return found[1].strip() if found else None
