"""What a reader elsewhere sees of a part that only this wire has."""

from collections.abc import Mapping
from typing import Any

_SOURCES = 20  # more would drown the answer


def of_part(part: Mapping[str, Any], kind: str) -> str:
    """A short text in the part's place, "" where it says nothing."""
    value = part.get(kind)
    inner: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
    match kind:
        case "executableCode":
            code = inner.get("code")
            return f"[Ran code: {code}]" if isinstance(code, str) and code else "[Ran code]"
        case "codeExecutionResult":
            output = inner.get("output")
            return f"[Its output: {output}]" if isinstance(output, str) and output else ""
        case "inlineData" | "fileData":
            return f"[{inner.get('mimeType') or 'file'}]"
        case "toolCall":
            return f"[Used {_tool(inner)}]"
        case "toolResponse":
            return ""
        case _:
            return f"[unsupported part: {kind}]"


def of_grounding(metadata: Mapping[str, Any]) -> str:
    """What was searched for and what was found, "" where neither is told."""
    queries = [query for query in _listed(metadata, "webSearchQueries") if isinstance(query, str)]
    lines = [f"[Searched the web: {', '.join(queries)}]"] if queries else []
    for title, url in sources(metadata)[:_SOURCES]:
        lines.append(f"- {title}: {url}" if title else f"- {url}")
    return "\n".join(lines)


def sources(metadata: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Title and address of each page that an answer was grounded on, "" for a missing title."""
    found: list[tuple[str, str]] = []
    for chunk in _listed(metadata, "groundingChunks"):
        web = chunk.get("web") if isinstance(chunk, Mapping) else None
        url = web.get("uri") if isinstance(web, Mapping) else None
        if isinstance(web, Mapping) and isinstance(url, str) and url:
            title = web.get("title")
            found.append((title if isinstance(title, str) else "", url))
    return found


def _tool(call: Mapping[str, Any]) -> str:
    kind = call.get("toolType")
    return kind.lower().replace("_", " ") if isinstance(kind, str) and kind else "a tool"


def _listed(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []
