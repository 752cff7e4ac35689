"""Clients that keep a conversation in their own format, and give back what theirs give back."""

from typing import Any, Protocol

Json = dict[str, Any]

_LOOK: Json = {"type": "object", "properties": {"at": {"type": "string"}}}


class Client(Protocol):
    """A client in the middle of a conversation. `keeps` is "all", or "words" without any proof."""

    dialect: str
    keeps: str

    def body(self) -> Json:
        """The next request: the results of open calls, or the user's next words."""
        ...

    def take(self, answer: Json) -> None:
        """Keep a whole answer."""
        ...


class MessagesClient:
    """As Claude Code: every block comes back as it was."""

    dialect, keeps = "anthropic_messages", "all"

    def __init__(self) -> None:
        self._messages: list[Json] = []
        self._calls: list[str] = []

    def body(self) -> Json:
        """The next request."""
        said: list[Json] = [
            {"type": "tool_result", "tool_use_id": each, "content": "seen"} for each in self._calls
        ]
        self._messages.append({"role": "user", "content": said or "Go on."})
        return {
            "model": "any",
            "max_tokens": 8000,
            "thinking": {"type": "enabled", "budget_tokens": 2048},
            "tools": [{"name": "look", "input_schema": _LOOK}],
            "messages": self._messages,
        }

    def take(self, answer: Json) -> None:
        """Keep the content."""
        self._messages.append({"role": "assistant", "content": answer["content"]})
        self._calls = [b["id"] for b in answer["content"] if b["type"] == "tool_use"]


class ChatClient:
    """As SDK clients: `reasoning_content` comes back, `reasoning_details` where it keeps all."""

    dialect = "openai_chat"

    def __init__(self, keeps: str = "all") -> None:
        self.keeps = keeps
        self._messages: list[Json] = []
        self._calls: list[str] = []

    def body(self) -> Json:
        """The next request."""
        results: list[Json] = [
            {"role": "tool", "tool_call_id": each, "content": "seen"} for each in self._calls
        ]
        self._messages += results or [{"role": "user", "content": "Go on."}]
        function = {"name": "look", "parameters": _LOOK}
        return {
            "model": "any",
            "reasoning_effort": "high",
            "tools": [{"type": "function", "function": function}],
            "messages": self._messages,
        }

    def take(self, answer: Json) -> None:
        """Keep the message."""
        told = answer["choices"][0]["message"]
        names = ["role", "content", "tool_calls", "reasoning_content", "reasoning"]
        if self.keeps == "all":
            names.append("reasoning_details")
        self._messages.append({name: told[name] for name in names if name in told})
        self._calls = [call["id"] for call in told.get("tool_calls") or ()]


class ResponsesClient:
    """As Codex (and without ids, as opencode): every item comes back, nothing is stored."""

    dialect, keeps = "openai_responses", "all"

    def __init__(self, *, ids: bool = True) -> None:
        self._ids = ids
        self._items: list[Json] = []
        self._calls: list[str] = []

    def body(self) -> Json:
        """The next request."""
        results: list[Json] = [
            {"type": "function_call_output", "call_id": each, "output": "seen"}
            for each in self._calls
        ]
        self._items += results or [{"role": "user", "content": "Go on."}]
        return {
            "model": "any",
            "store": False,
            "include": ["reasoning.encrypted_content"],
            "reasoning": {"effort": "high", "summary": "auto"},
            "tools": [{"type": "function", "name": "look", "parameters": _LOOK, "strict": False}],
            "input": self._items,
        }

    def take(self, answer: Json) -> None:
        """Keep the items."""
        for item in answer["output"]:
            kept = {key: value for key, value in item.items() if self._ids or key != "id"}
            if kept["type"] == "reasoning":
                kept["content"] = None
            self._items.append(kept)
        self._calls = [i["call_id"] for i in answer["output"] if i["type"] == "function_call"]


class GeminiClient:
    """As google-genai, which returns whole contents; or as Gemini CLI, which drops the thoughts."""

    dialect, keeps = "gemini", "all"

    def __init__(self, *, thoughts: bool = True) -> None:
        self._thoughts = thoughts
        self._contents: list[Json] = []
        self._calls: list[Json] = []

    def body(self) -> Json:
        """The next request."""
        said: list[Json] = [
            {"functionResponse": {**each, "response": {"output": "seen"}}} for each in self._calls
        ]
        self._contents.append({"role": "user", "parts": said or [{"text": "Go on."}]})
        look = {"name": "look", "parametersJsonSchema": _LOOK}
        return {
            "contents": self._contents,
            "tools": [{"functionDeclarations": [look]}],
            "generationConfig": {"thinkingConfig": {"includeThoughts": True}},
        }

    def take(self, answer: Json) -> None:
        """Keep the content."""
        parts = answer["candidates"][0]["content"]["parts"]
        kept = [part for part in parts if self._thoughts or not part.get("thought")]
        self._contents.append({"role": "model", "parts": kept})
        calls = [part["functionCall"] for part in kept if "functionCall" in part]
        self._calls = [{k: v for k, v in call.items() if k != "args"} for call in calls]
