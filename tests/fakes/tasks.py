"""What the fake model does when an agent gives it work, whatever tools that agent offers.

A prompt carries its order in double brackets, as `[[write:/path/to/file]]`; a tool is found by the
properties of its schema, never by its name.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.reply import Call, ContextFullError, Reply, View

WRITTEN = "written by the fake model\n"
FIRST_THOUGHT = "First I look at what is there, then I count it."
SECOND_THOUGHT = "The listing is in, so the count is easy."

# Models that think whether or not they are asked to.
_THINKERS = ("claude-sonnet-4", "gemini-3")

_ORDER = re.compile(r"\[\[(\w+)(?::([^\]]*))?\]\]")


def order(view: View) -> tuple[str, str]:
    """The last order in the user's texts: (verb, argument)."""
    found = [match for text in view.user_texts for match in _ORDER.findall(text)]
    return found[-1] if found else ("text", "")


def obey(view: View) -> Reply:
    """Do the order of the prompt; done when each of its calls has a result.

    Who offers no tools asks for words alone: agents ask so for a title beside the work.
    """
    verb, argument = order(view)
    task = _TASKS[verb] if view.tools or view.results or verb in _TOLD else _text
    return task(view, argument)


def accommodate(view: View) -> Reply:
    """Calls every offered tool once, then talks; thinks where asked to, or where its name says so.

    The arguments satisfy schemas of plain strings and numbers.
    """
    thinks = view.wants_thinking or any(name in view.model for name in _THINKERS)
    thinking = "Let me think about it step by step." if thinks else ""
    if view.tools and not view.results:
        calls = tuple(
            Call(name, sample(schema), f"call_{number}")
            for number, (name, schema) in enumerate(view.tools.items())
        )
        return Reply(thinking=thinking, calls=calls)
    heard = "".join(f" I know {result.call_id}: {result.text}." for result in view.results)
    seen = f" I see: {', '.join(view.media)}." if view.media else ""
    return Reply(thinking=thinking, text=f"Hello, this is {view.model}.{heard}{seen}")


def sample(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments for the required properties of a plain object schema."""
    values: dict[str, Any] = {"string": "sample", "integer": 1, "number": 1.5, "boolean": True}
    properties = schema.get("properties", {})
    return {
        name: values[properties[name]["type"].lower()]  # Gemini writes types in capitals
        for name in schema.get("required", ())
    }


def _text(view: View, argument: str) -> Reply:
    return Reply(text=f"The fake model answers: {argument or 'hello'}.")


def _write(view: View, path: str) -> Reply:
    if view.results:
        return Reply(text="The file is written.")
    name = view.tool_with("file_path", "content")
    return Reply(
        text="I write the file.",
        calls=(Call(name, {"file_path": path, "content": WRITTEN}, "call_write_1"),),
    )


def _shell(view: View, command: str, description: str, call_id: str) -> Call:
    """A command, by the agent's shell: Claude Code's takes a command, Codex's a cmd."""
    try:
        name, arguments = view.tool_with("command"), {"command": command}
    except LookupError:
        return Call(view.tool_with("cmd"), {"cmd": command}, call_id)
    return Call(name, {**arguments, "description": description}, call_id)


def _run(view: View, command: str) -> Reply:
    if view.results:
        return Reply(text="The command has run.")
    return Reply(text="I run it.", calls=(_shell(view, command, "Run it", "call_run_1"),))


def _parallel(view: View, folder: str) -> Reply:
    if view.results:
        told = " and ".join(result.text.strip() for result in view.results)
        return Reply(text=f"Both are done: {told}.")
    calls = tuple(
        _shell(
            view,
            f"echo {word} | tee {folder}/{word}.txt",
            f"Say {word}",
            f"call_parallel_{word}",
        )
        for word in ("one", "two")
    )
    return Reply(calls=calls)


def _think(view: View, folder: str) -> Reply:
    if not view.results:
        call = _shell(view, f"ls {folder}", "Look", "call_think_1")
        return Reply(thinking=FIRST_THOUGHT, text="I look.", calls=(call,))
    if len(view.results) == 1:
        call = _shell(view, "echo counted", "Count", "call_think_2")
        return Reply(thinking=SECOND_THOUGHT, calls=(call,))
    return Reply(text="There is one file.")


def _work(view: View, folder: str) -> Reply:
    """Two commands at once, then one more, thought about before each."""
    if not view.results:
        calls = tuple(
            _shell(view, f"echo {word} > {folder}/{word}.txt", f"Write {word}", f"call_work_{word}")
            for word in ("one", "two")
        )
        return Reply(thinking=FIRST_THOUGHT, text="I look.", calls=calls)
    if view.rounds == 1:
        call = _shell(view, f"cat {folder}/one.txt {folder}/two.txt", "Count", "call_work_count")
        return Reply(thinking=SECOND_THOUGHT, calls=(call,))
    return Reply(text="There are two files.")


def _edit(view: View, path: str) -> Reply:
    """Write a file by saying so, for an agent without tools that reads what the text says."""
    return Reply(thinking=FIRST_THOUGHT, text=f"Here it is.\n\n{path}\n```\n{WRITTEN}```\n")


def _patch(view: View, path: str) -> Reply:
    """Write a file by a tool with raw input, as the model of a Chat provider sees it."""
    if view.results:
        return Reply(text="The patch is applied.")
    patch = f"*** Begin Patch\n*** Add File: {path}\n+{WRITTEN}*** End Patch\n"
    name = next(name for name in view.tools if name.endswith("apply_patch"))
    return Reply(calls=(Call(name, {"input": patch}, "call_patch_1"),))


def _raw(view: View, text: str) -> Reply:
    """Call the first tool with raw input with `text`."""
    if view.results:
        return Reply(text=f"It said: {view.results[-1].text}")
    name = view.tool_with("input")
    return Reply(calls=(Call(name, {"input": text}, "call_raw_1"),))


def _named(view: View, text: str) -> Reply:
    """Call the tool of this name with the arguments after it."""
    if view.results:
        return Reply(text=f"It said: {view.results[-1].text}")
    name, _, arguments = text.partition(" ")
    return Reply(calls=(Call(name, json.loads(arguments or "{}"), "call_named_1"),))


def _read(view: View, path: str) -> Reply:
    if view.results:
        seen = ", ".join(view.media) or "text only"
        return Reply(text=f"I have seen: {seen}.")
    name = view.tool_with("file_path", without=("content", "old_string"))
    return Reply(calls=(Call(name, {"file_path": path}, "call_read_1"),))


def _search(view: View, name: str) -> Reply:
    """Load a deferred tool by name; tell whether it is offered from then on."""
    if view.results:
        return Reply(text=f"{name} is {'offered' if name in view.tools else 'missing'}.")
    call = Call(view.tool_with("query", "max_results"), {"query": f"select:{name}"}, "call_search")
    return Reply(calls=(call,))


def _web(view: View, query: str) -> Reply:
    """Call a search tool that is not among those offered, as a model may that knows the agent.

    The agent asks a model for what the search finds; that request carries the query's own order.
    """
    if view.results:
        return Reply(text=f"The search says: {view.results[-1].text}")
    found = f"[[text:results for {query}]]"
    return Reply(calls=(Call("WebSearch", {"query": found}, "call_web_1"),))


def _steps(view: View, count: str) -> Reply:
    """As many rounds of one tool call each."""
    if view.rounds >= int(count):
        return Reply(text=f"All {count} steps are done.")
    step = view.rounds + 1
    call = _shell(view, f"echo step {step}", "Go on", f"call_step_{step}")
    return Reply(text=f"Step {step}.", calls=(call,))


_TASKS: dict[str, Callable[[View, str], Reply]] = {
    "text": _text,
    "write": _write,
    "run": _run,
    "patch": _patch,
    "raw": _raw,
    "named": _named,
    "parallel": _parallel,
    "think": _think,
    "read": _read,
    "search": _search,
    "web": _web,
    "steps": _steps,
    "work": _work,
    "edit": _edit,
}
_TOLD = ("edit",)  # what is done without tools

SUMMARY_TEXT = "The user asked for a number of steps; some of them are done."


class Overflowing:
    """`obey`, on a model whose context is full after `rounds` rounds of tool calls.

    A request that asks for a summary is answered with one; the short conversation that follows it
    is told that the work is done.
    """

    def __init__(self, rounds: int) -> None:
        self.refused = 0
        self.summed_up = 0
        self._rounds = rounds

    def __call__(self, view: View) -> Reply:
        if self.refused and "summary" in view.user_texts[-1].lower() and not self.summed_up:
            self.summed_up += 1
            return Reply(text=f"<summary>{SUMMARY_TEXT}</summary>")
        if self.summed_up:
            return Reply(text="The work goes on after the summary and is done.")
        if view.rounds >= self._rounds:
            self.refused += 1
            raise ContextFullError
        return obey(view)
