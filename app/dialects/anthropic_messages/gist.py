"""What a reader elsewhere sees in place of a block that only Anthropic understands."""

from collections.abc import Mapping
from typing import Any

_LIMIT = 20_000  # characters; a page that a server tool fetched may be far longer


def gist(block: Mapping[str, Any]) -> str:
    """The readable text of a block: titles, addresses and texts, or a note of its type."""
    kind = block.get("type")
    match kind:
        case "search_result":
            lines = [_word(block.get("title")), _word(block.get("source"))]
            lines += _texts(block.get("content"))
        case "server_tool_use" | "mcp_tool_use":
            lines = [f"[{_word(block.get('name')) or 'tool'} was called]"]
        case "compaction":
            lines = [_word(block.get("content"))]
        case _ if isinstance(kind, str) and kind.endswith("_tool_result"):
            lines = _texts(block.get("content"))
        case _:
            lines = []
    found = "\n".join(line for line in lines if line)
    return found[:_LIMIT] or f"[unsupported block: {kind}]"


def _texts(content: Any, depth: int = 0) -> list[str]:
    """Titles, addresses, texts and outputs of result blocks, in their order."""
    if isinstance(content, str):
        return [content]
    if isinstance(content, Mapping):
        lines = [
            _word(content.get(key))
            for key in ("title", "url", "text", "stdout", "stderr", "error_code", "tool_name")
        ]
        if depth < 4:
            for key in ("content", "source", "tool_references"):
                if not isinstance(content.get(key), str):
                    lines += _texts(content.get(key), depth + 1)
        return lines
    if isinstance(content, list) and depth < 4:
        return [line for item in content for line in _texts(item, depth + 1)]
    return []


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
