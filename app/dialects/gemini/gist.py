"""What a reader elsewhere sees of a part that only this wire has."""

from collections.abc import Mapping
from typing import Any

from app.core.search import Found, Search


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


def grounding(metadata: Mapping[str, Any]) -> Search | None:
    """The search that an answer was grounded on, None where it tells of none.

    Google tells pages and queries, but not which query found which page.
    """
    queries = [query for query in _listed(metadata, "webSearchQueries") if isinstance(query, str)]
    found: list[Found] = []
    for chunk in _listed(metadata, "groundingChunks"):
        web = chunk.get("web") if isinstance(chunk, Mapping) else None
        url = web.get("uri") if isinstance(web, Mapping) else None
        if isinstance(web, Mapping) and isinstance(url, str) and url:
            title = web.get("title")
            found.append(Found(title if isinstance(title, str) else "", url))
    return Search(", ".join(queries), tuple(found)) if queries or found else None


def _tool(call: Mapping[str, Any]) -> str:
    kind = call.get("toolType")
    return kind.lower().replace("_", " ") if isinstance(kind, str) and kind else "a tool"


def _listed(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []
