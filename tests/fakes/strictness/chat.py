"""Providers of Chat Completions, as far as reasoning goes."""

from typing import Any

from tests.fakes.strictness.provider import Json, Refusal, StrictProvider, Thought, Wish


class ChatProvider(StrictProvider):
    """One message out, messages in; `field` is where it tells its reasoning."""

    dialect = "openai_chat"
    field = "reasoning_content"

    def told(self, thought: Thought, wish: Wish) -> Json:
        """The answer's fields that tell its reasoning."""
        return {} if wish.hidden else {self.field: thought.words}

    def answer(self, thought: Thought, wish: Wish) -> Json:
        """A whole completion."""
        mark = self.mark(thought.number)
        message: Json = {"role": "assistant", **self.told(thought, wish)}
        message["content"] = f"{mark} said" if wish.spoken or not wish.called else None
        if wish.called:
            function = {"name": "look", "arguments": f'{{"at":"{mark}"}}'}
            message["tool_calls"] = [
                {"id": f"call_{mark}", "type": "function", "function": function}
            ]
        return {
            "id": f"chatcmpl-{mark}",
            "object": "chat.completion",
            "created": 1,
            "model": self.model,
            "choices": [
                {
                    "index": 0,
                    "message": message,
                    "finish_reason": "tool_calls" if wish.called else "stop",
                }
            ],
            "usage": {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8},
        }

    def check(self, body: Json) -> None:
        """Each assistant message by itself."""
        for number, message in enumerate(body["messages"]):
            if message["role"] != "assistant":
                continue
            self.look(number, message, thinks=self.thinks(body))
            thought = self.mine(message)
            if thought is not None:
                self.seen.add(thought.number)
                if self.has(message, thought):
                    self.returned.add(thought.number)

    def thinks(self, body: Json) -> bool:
        """Whether the request leaves thinking on."""
        return bool(body.get("thinking", {}).get("type") != "disabled")

    def look(self, number: int, message: Json, *, thinks: bool) -> None:
        """Look at an assistant message."""

    def has(self, message: Json, thought: Thought) -> bool:
        """Whether the own thought came back, byte by byte; what was never told need not."""
        told = message.get(self.field) or ""
        return bool(told == thought.words) or thought.hidden


class DeepSeek(ChatProvider):
    """V4, as many report since April 2026: every assistant message has reasoning_content."""

    def look(self, number: int, message: Json, *, thinks: bool) -> None:
        """The field must be there; "" is taken."""
        if thinks and not isinstance(message.get("reasoning_content"), str):
            text = "The `reasoning_content` in the thinking mode must be passed back to the API."
            raise Refusal(text, type="invalid_request_error", code="invalid_request_error")


class Kimi(ChatProvider):
    """K2.5 and newer: a call has reasoning_content, and "" counts as none (pi #4178)."""

    def look(self, number: int, message: Json, *, thinks: bool) -> None:
        """Only messages with calls are looked at."""
        if thinks and message.get("tool_calls") and not message.get("reasoning_content"):
            raise Refusal(
                "thinking is enabled but reasoning_content is missing in assistant tool call "
                f"message at index {number}",
                type="invalid_request_error",
            )


class Groq(ChatProvider):
    """Tells `reasoning`, and refuses every field of a message that it does not know."""

    field = "reasoning"
    known = frozenset({"role", "content", "name", "tool_calls", "function_call", "reasoning"})

    def look(self, number: int, message: Json, *, thinks: bool) -> None:
        """Unknown fields."""
        for name in sorted(message.keys() - self.known):
            raise Refusal(
                f"'messages.{number}' : for 'role:assistant' the following must be satisfied"
                f"[('messages.{number}' : property '{name}' is unsupported)]",
                type="invalid_request_error",
            )

    def has(self, message: Json, thought: Thought) -> bool:
        """It wants nothing back."""
        return True


class OpenRouter(ChatProvider):
    """Wants its own `reasoning_details` back as they were, and refuses what it cannot decrypt."""

    field = "reasoning"

    @property
    def proofs(self) -> list[str]:
        """Encrypted entries."""
        return [thought.proof[-1]["data"] for thought in self.thoughts.values()]

    def prove(self, number: int) -> Any:
        """A summary and its encrypted form."""
        form = {"format": "openai-responses-v1", "index": 0}
        return [
            {"type": "reasoning.summary", "summary": self.words(number), **form},
            {"type": "reasoning.encrypted", "data": f"gAAA-{self.mark(number)}", **form},
        ]

    def told(self, thought: Thought, wish: Wish) -> Json:
        """The words in two places, or the encrypted form alone."""
        if wish.hidden:
            return {"reasoning_details": thought.proof[1:]}
        return {"reasoning": thought.words, "reasoning_details": thought.proof}

    def look(self, number: int, message: Json, *, thinks: bool) -> None:
        """Only its own proofs can be decrypted."""
        for detail in message.get("reasoning_details", ()):
            if detail["type"] == "reasoning.encrypted" and detail["data"] not in self.proofs:
                raise Refusal("The encrypted content could not be verified.", code=400)

    def has(self, message: Json, thought: Thought) -> bool:
        """The list, or what was told of it."""
        return message.get("reasoning_details") in (thought.proof, thought.proof[1:])
