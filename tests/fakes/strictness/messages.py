"""Anthropic, and who speaks its format, as far as thinking goes."""

import base64
import hashlib
from typing import Any

from tests.fakes.strictness.provider import Json, Refusal, StrictProvider, Thought, Wish


class MessagesProvider(StrictProvider):
    """Blocks out and in; what is checked of them differs."""

    dialect = "anthropic_messages"

    @property
    def proofs(self) -> list[str]:
        """Signatures."""
        return [thought.proof for thought in self.thoughts.values()]

    def answer(self, thought: Thought, wish: Wish) -> Json:
        """Thinking, text, a call."""
        words = "" if wish.hidden else thought.words
        content: list[Json] = [
            {"type": "thinking", "thinking": words, "signature": thought.proof},
        ]
        mark = self.mark(thought.number)
        if wish.spoken or not wish.called:
            content.append({"type": "text", "text": f"{mark} said"})
        if wish.called:
            call: Json = {"type": "tool_use", "id": f"toolu_{mark}", "name": "look"}
            content.append({**call, "input": {"at": mark}})
        return {
            "id": f"msg_{mark}",
            "type": "message",
            "role": "assistant",
            "model": self.model,
            "content": content,
            "stop_reason": "tool_use" if wish.called else "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 3, "output_tokens": 5},
        }

    def check(self, body: Json) -> None:
        """Each message by itself, then the last."""
        thinks = body.get("thinking", {}).get("type", "disabled") != "disabled"
        for number, message in enumerate(body["messages"]):
            if message["role"] == "assistant":
                content = message["content"]
                blocks = [{"type": "text", "text": content}] if type(content) is str else content
                self.look(number, blocks, thinks=thinks)
        self.end(body)

    def look(self, number: int, blocks: list[Json], *, thinks: bool) -> None:
        """Look at an assistant message."""
        for block in blocks:
            if "thinking" in block and (thought := self._of(block)) is not None:
                self.returned.add(thought.number)
        if (thought := self.mine(blocks)) is not None:
            self.seen.add(thought.number)

    def end(self, body: Json) -> None:
        """Look at the whole."""

    def _of(self, block: Json) -> Thought | None:
        for thought in self.thoughts.values():
            if block.get("signature") == thought.proof and block["thinking"] in ("", thought.words):
                return thought
        return None


class Anthropic(MessagesProvider):
    """Verifies signatures over the words; with a budget, a tool loop must begin with thinking.

    All Claude platforms verify each other's signatures (Anthropic, "Extended thinking"), so that
    two of these share what is genuine.
    """

    genuine: dict[str, str]

    def __init__(
        self, name: str, model: str, genuine: dict[str, str], *, preset: str = "anthropic"
    ) -> None:
        super().__init__(name, preset, model)
        self.genuine = genuine

    def prove(self, number: int) -> str:
        """A signature as Anthropic's look: base64 of a protocol buffer."""
        digest = hashlib.sha256(self.mark(number).encode()).digest()
        proof = base64.b64encode(b"\x12" + digest * 2).decode()
        self.genuine[proof] = self.words(number)
        return proof

    def look(self, number: int, blocks: list[Json], *, thinks: bool) -> None:
        """Every thinking block must verify."""
        for place, block in enumerate(blocks):
            where = f"messages.{number}.content.{place}"
            if block["type"] == "thinking":
                if "signature" not in block:
                    raise _invalid(f"{where}.thinking.signature: Field required")
                words = self.genuine.get(block["signature"])
                if words is None or block["thinking"] not in ("", words):
                    raise _invalid(f"{where}: Invalid `signature` in `thinking` block")
            elif block["type"] == "redacted_thinking":
                raise _invalid(f"{where}: Invalid `data` in `redacted_thinking` block; signature")
        super().look(number, blocks, thinks=thinks)

    def end(self, body: Json) -> None:
        """Anthropic, "Extended thinking": a running tool loop starts with thinking."""
        messages = body["messages"]
        spoken = [m for m in messages if m["role"] == "assistant"]
        if body.get("thinking", {}).get("type") != "enabled" or not spoken:
            return
        results = messages[-1]["content"]
        answers = type(results) is list and any(b["type"] == "tool_result" for b in results)
        first = spoken[-1]["content"][0]
        if answers and type(first) is dict and first["type"] == "tool_use":
            raise _invalid(
                f"messages.{len(messages) - 2}.content.0.type: Expected `thinking` or "
                "`redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final "
                "`assistant` message must start with a thinking block."
            )


class DeepSeekMessages(MessagesProvider):
    """Signs with anything, verifies nothing, and wants thinking on every message that calls.

    Reported: "The `content[].thinking` in the thinking mode must be passed back to the API".
    """

    def prove(self, number: int) -> str:
        """A plain id."""
        return f"{number:08x}-{self.name}-4000-8000-000000000000"

    def look(self, number: int, blocks: list[Json], *, thinks: bool) -> None:
        """A call without thinking is refused while thinking is on."""
        kinds = {block["type"] for block in blocks}
        if thinks and "tool_use" in kinds and "thinking" not in kinds:
            message = (
                "The `content[].thinking` in the thinking mode must be passed back to the API."
            )
            raise _invalid(message)
        super().look(number, blocks, thinks=thinks)


def _invalid(message: str) -> Refusal:
    return Refusal(message, type="invalid_request_error")


def anthropics(*models: tuple[str, str]) -> list[Any]:
    """Accounts at Anthropic, by (name, model), that know each other's signatures."""
    genuine: dict[str, str] = {}
    return [Anthropic(name, model, genuine) for name, model in models]
