"""OpenAI's Responses, as far as reasoning items go."""

from tests.fakes.strictness.provider import Json, Refusal, StrictProvider, Thought, Wish

_MODELS_OWN = ("message", "function_call")


class OpenAI(StrictProvider):
    """One organisation: decrypts its own reasoning only, and wants each item with what followed."""

    dialect = "openai_responses"

    @property
    def proofs(self) -> list[str]:
        """Encrypted reasoning."""
        return [thought.proof for thought in self.thoughts.values()]

    def prove(self, number: int) -> str:
        """Nobody else can read it."""
        return f"gAAAAA-{self.mark(number)}"

    def answer(self, thought: Thought, wish: Wish) -> Json:
        """Reasoning, a message, a call."""
        mark = self.mark(thought.number)
        summary = [] if wish.hidden else [{"type": "summary_text", "text": thought.words}]
        output: list[Json] = [
            {
                "id": f"rs_{mark}",
                "type": "reasoning",
                "summary": summary,
                "encrypted_content": thought.proof,
            }
        ]
        if wish.spoken or not wish.called:
            text = {"type": "output_text", "text": f"{mark} said", "annotations": []}
            message: Json = {"id": f"msg_{mark}", "type": "message", "role": "assistant"}
            output.append({**message, "status": "completed", "content": [text]})
        if wish.called:
            call: Json = {"id": f"fc_{mark}", "type": "function_call", "call_id": f"call_{mark}"}
            arguments = f'{{"at":"{mark}"}}'
            output.append({**call, "name": "look", "arguments": arguments, "status": "completed"})
        return {
            "id": f"resp_{mark}",
            "object": "response",
            "created_at": 1,
            "status": "completed",
            "model": self.model,
            "output": output,
            "usage": {"input_tokens": 3, "output_tokens": 5, "total_tokens": 8},
        }

    def check(self, body: Json) -> None:
        """The items in their order."""
        items = body["input"]
        for place, item in enumerate(items):
            if item.get("type") == "reasoning":
                self._reasoning(item, items[place + 1] if place + 1 < len(items) else {})
            elif item.get("type", "message") in _MODELS_OWN and (thought := self.mine(item)):
                self.seen.add(thought.number)

    def _reasoning(self, item: Json, following: Json) -> None:
        proof = item.get("encrypted_content")
        thought = next((each for each in self.thoughts.values() if each.proof == proof), None)
        if thought is None:
            raise Refusal(
                "The encrypted content gAAA...g== could not be verified. Reason: Encrypted content "
                "could not be decrypted or parsed.",
                type="invalid_request_error",
                code="invalid_encrypted_content",
            )
        if self.mine(following) is not thought or following.get("role", "assistant") == "user":
            raise Refusal(
                f"Item '{item.get('id')}' of type 'reasoning' was provided without its required "
                "following item.",
                type="invalid_request_error",
            )
        self.returned.add(thought.number)
