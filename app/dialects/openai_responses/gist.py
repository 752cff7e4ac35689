"""What a reader elsewhere sees of an item that only this wire has."""

from collections.abc import Mapping
from typing import Any

# Items that say nothing to another model: markers, ids, and words that only OpenAI can read.
_SILENT = frozenset({"item_reference", "mcp_list_tools"})


def of_item(item: Mapping[str, Any], kind: str) -> str:
    """A short text in the item's place, "" where it says nothing."""
    if kind in _SILENT:
        return ""
    match kind:
        case "web_search_call":
            return _web_search(item.get("action"))
        case "code_interpreter_call":
            code = item.get("code")
            return f"[Ran code: {code}]" if isinstance(code, str) and code else "[Ran code]"
        case "file_search_call":
            return f"[Searched files: {', '.join(_strings(item.get('queries')))}]"
        case "mcp_call":
            output = item.get("output")
            told = f": {output}" if isinstance(output, str) and output else ""
            return f"[Called {item.get('name')} of {item.get('server_label')}{told}]"
        case _:
            return f"[unsupported item: {kind}]"


def _web_search(action: Any) -> str:
    if not isinstance(action, Mapping):
        return "[Searched the web]"
    queries = _strings(action.get("queries")) or _strings([action.get("query")])
    if queries:
        return f"[Searched the web: {', '.join(queries)}]"
    url = action.get("url")
    return f"[Opened {url}]" if isinstance(url, str) else "[Searched the web]"


def shell_output(output: Any) -> Any:
    """The words of a `shell_call_output`; anything that is no list of commands' outputs as it is.

    Each command has its standard output, its errors and how it ended.
    """
    if not isinstance(output, list) or not all(isinstance(entry, dict) for entry in output):
        return output
    told = []
    for entry in output:
        lines = [line for line in _strings([entry.get("stdout"), entry.get("stderr")]) if line]
        outcome = entry.get("outcome")
        if isinstance(outcome, dict):
            code = outcome.get("exit_code")
            lines.append(f"[exit code {code}]" if code is not None else f"[{outcome.get('type')}]")
        told.append("\n".join(lines))
    return "\n\n".join(told)


def _strings(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
