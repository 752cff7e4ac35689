"""Which tools the prompt asks for, and with which arguments."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from app.core.conversation import Conversation, Tool, ToolCall
from app.dialects.wire_json import dump_text
from app.providers.demo.prompt import Prompt
from app.providers.demo.sample import sample

_PARALLEL = re.compile(r"\b(both|parallel|at the same time|simultaneously|twice)\b|同时|并行|两个")
_ANY_TOOL = re.compile(r"\b(use|call|try|invoke)\b.{0,40}\btools?\b|\btool call\b|工具", re.DOTALL)
_QUOTED = re.compile(r"[`\"“'‘]([^`\"”'’\n]+)[`\"”'’]")
_FILE = re.compile(r"(?<![\w./\\~-])[\w./\\~-]*[\w-]\.[A-Za-z]\w{0,9}\b")
_WRITES = re.compile(r"\b(create|write|save|make|add)\b|创建|写入|新建|保存|写一个", re.IGNORECASE)
_READS = re.compile(r"\b(read|open|show|look at|cat|view)\b|读取|查看|打开", re.IGNORECASE)
_RUNS = re.compile(r"(?:\b(?:run|execute)\b|运行|执行)[\s:：]*(.+)", re.IGNORECASE | re.DOTALL)
_CONTENT = re.compile(
    r"(?:\b(?:with|containing|saying|says|that contains)\b(?: the)?"
    r"(?: (?:text|content|contents|words?|line))?|内容(?:为|是)?|写上)[\s:：]*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(
    r"\b(?:in|for|at|near|of)\s+((?:[A-Z][\w'-]*)(?:\s+[A-Z][\w'-]*)*)|(?:在|查)(\w{2,4}?)的?(?:天气)"
)
_PLACES = re.compile(r"(?:\band\b|,|和)\s*((?:[A-Z][\w'-]*)(?:\s+[A-Z][\w'-]*)*)")
_SMALL_WORDS = {
    "get",
    "set",
    "list",
    "search",
    "find",
    "fetch",
    "make",
    "create",
    "current",
    "tool",
}
# Plain verbs that a prompt may hold without meaning the tool of that name.
_VERBS = {
    "write",
    "read",
    "edit",
    "agent",
    "skill",
    "task",
    "bash",
    "run",
    "search",
    "create",
    "workflow",
}


def calls(conversation: Conversation, prompt: Prompt) -> tuple[ToolCall, ...]:
    """The calls that the request asks for: none, one, or two where it asks for both."""
    choice = conversation.options.tool_choice
    tools = [
        tool
        for tool in conversation.tools
        if isinstance(tool, Tool) and (not tool.deferred or tool.name in prompt.loaded_tools)
    ]
    if prompt.results or not tools or (choice is not None and choice.mode == "none"):
        return ()
    named = [t for t in tools if choice and choice.mode == "tool" and t.name == choice.name]
    wished = named or _wished(tools, prompt.text)
    if not wished and choice is not None and choice.mode in ("any", "tool"):
        wished = tools[:1]
    if not wished:
        return ()
    several = conversation.options.parallel_tool_calls is not False
    if several and _PARALLEL.search(prompt.text.lower()):
        chosen = (wished if len(wished) > 1 else wished * 2)[:2]
    else:
        chosen = wished[:1]
    return tuple(_call(conversation, prompt, tool, chosen, i) for i, tool in enumerate(chosen))


def _wished(tools: list[Tool], text: str) -> list[Tool]:
    lower = text.lower()
    named = [tool for tool in tools if _is_named(tool.name, lower)]
    if named:
        return named
    by_name = {tool.name.lower(): tool for tool in tools}
    if _FILE.search(text):
        for verb, names in (
            (_WRITES, ("write", "write_file", "create_file")),
            (_READS, ("read", "read_file")),
        ):
            found = [by_name[name] for name in names if name in by_name]
            if found and verb.search(text):
                return found[:1]
    shells = ("bash", "shell", "exec_command", "run_command", "run_shell_command")
    shell = [by_name[name] for name in shells if name in by_name]
    if shell and _RUNS.search(text):
        return shell[:1]
    alike = [tool for tool in tools if _shares_a_word(tool.name, lower)]
    return alike or (tools[:1] if _ANY_TOOL.search(lower) else [])


def _is_named(name: str, lower: str) -> bool:
    spelled = re.escape(name.lower())
    spaced = re.escape(re.sub(r"[_-]+", " ", name.lower()))
    if name.lower() in _VERBS:
        return re.search(rf"\b(?:{spelled} tool|tool {spelled}|use {spelled})\b", lower) is not None
    return re.search(rf"(?<!\w)(?:{spelled}|{spaced})(?!\w)", lower) is not None


def _shares_a_word(name: str, lower: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)]
    if len(words) < 2:
        return False
    return any(
        len(word) > 3 and word not in _SMALL_WORDS and re.search(rf"\b{word}s?\b", lower)
        for word in words
    )


def _call(
    conversation: Conversation, prompt: Prompt, tool: Tool, chosen: list[Tool], index: int
) -> ToolCall:
    which = index if chosen.count(tool) > 1 else 0
    arguments = sample(tool.schema, lambda name: hint(prompt, name, which))
    seed = f"{len(conversation.turns)} {index} {tool.name} {prompt.text}"
    digest = hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:24]
    return ToolCall(f"call_{digest}", tool.name, dump_text(_as_object(arguments)))


def _as_object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def hint(prompt: Prompt, name: str, which: int = 0) -> str | None:
    """What the prompt says for a property of this name; `which` counts parallel calls."""
    words = set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()))
    text = prompt.text
    if words & {"path", "file", "filename", "filepath"}:
        files = _FILE.findall(text)
        return (
            _absolute(prompt, files[which % len(files)]) if files else _absolute(prompt, "demo.txt")
        )
    if words & {"command", "cmd", "script"}:
        return _command(text)
    if words & {"content", "contents", "text", "body"}:
        found = _CONTENT.search(text)
        return _unquoted(found[1]) if found else "Written by Dragoman's demo provider.\n"
    if words & {"location", "city", "place", "town", "address", "country"}:
        places = [first or second for first, second in _PLACE.findall(text)] + _PLACES.findall(text)
        return places[which % len(places)] if places else "Beijing"
    if words & {"description", "reason", "purpose"}:
        return "Demo"
    if words & {"url", "uri"}:
        return "https://example.com/"
    if words & {
        "query",
        "prompt",
        "question",
        "message",
        "title",
        "subject",
        "expression",
        "input",
    }:
        return prompt.gist or None
    return None


def _command(text: str) -> str:
    found = _RUNS.search(text)
    quoted = _QUOTED.search(found[1] if found else text)
    if quoted:
        return quoted[1]
    if not found:
        return "echo demo"
    line = found[1].strip().splitlines()[0]
    line = re.sub(r"^(?:the )?(?:shell )?command\s+", "", line, flags=re.IGNORECASE)
    return line.rstrip(".。 ") or "echo demo"


def _absolute(prompt: Prompt, file: str) -> str:
    if prompt.directory is None or file.startswith(("/", "~")) or file[1:2] == ":":
        return file
    mark = "\\" if "\\" in prompt.directory else "/"
    return prompt.directory.rstrip("/\\") + mark + file


def _unquoted(text: str) -> str:
    text = text.strip()
    quoted = _QUOTED.match(text)
    return quoted[1] if quoted else text.rstrip(".。")
