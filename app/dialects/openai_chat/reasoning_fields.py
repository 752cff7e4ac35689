"""Reasoning in all the spellings that providers have, read from one of them only.

`reasoning_content` (DeepSeek, Qwen, GLM, Moonshot, vLLM before 0.10), `reasoning` (OpenRouter,
Groq, Ollama, newer vLLM) and `reasoning_details` (OpenRouter, MiniMax) may carry the same words in
one chunk.
"""

from collections.abc import Mapping
from typing import Any, Literal

Source = Literal["reasoning_content", "reasoning", "reasoning_details"]

_PLAIN: tuple[Source, ...] = ("reasoning_content", "reasoning")


class ReasoningReader:
    """Takes the words from one spelling, and keeps the details for their origin."""

    def __init__(self) -> None:
        self.source: Source | None = None
        self._details: list[dict[str, Any]] = []

    def take(self, delta: Mapping[str, Any]) -> str:
        """The words of one delta."""
        details = delta.get("reasoning_details")
        told = self._keep(details) if details and isinstance(details, list) else ""
        for name in _PLAIN:
            words = delta.get(name)
            if words and isinstance(words, str) and self.source in (None, name):
                self.source = name
                return words
        if told and self.source in (None, "reasoning_details"):
            self.source = "reasoning_details"
            return told
        return ""

    @property
    def proof(self) -> bool:
        """Whether something is kept that words alone cannot replace."""
        return any(
            entry.get("data") or entry.get("signature") or entry.get("encrypted")
            for entry in self._details
        )

    def take_proof(self) -> dict[str, Any]:
        """What must go back to the provider unchanged, as a sidecar's data."""
        details, self._details = self._details, []
        data: dict[str, Any] = {"field": self.source} if self.source else {}
        return {**data, "reasoning_details": details} if details else data

    def _keep(self, details: list[Any]) -> str:
        """Join the pieces of a streamed list; gives their words."""
        words = ""
        for entry in details:
            if not isinstance(entry, dict):
                continue
            field = "summary" if isinstance(entry.get("summary"), str) else "text"
            text = entry.get(field)
            text = text if isinstance(text, str) else ""
            words += text
            last = self._details[-1] if self._details else None
            if last is not None and _same(last, entry) and text:
                self._details[-1] = {**last, **entry, field: (last.get(field) or "") + text}
            else:
                self._details.append(entry)
        return words


def _same(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two entries are pieces of one."""
    return all(first.get(name) == second.get(name) for name in ("type", "index", "format")) and (
        not first.get("signature") and first.get("id") in (None, second.get("id"))
    )
