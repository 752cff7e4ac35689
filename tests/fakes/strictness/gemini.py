"""Google's Gemini, as far as thought signatures go; what it refuses is `gemini_rules`."""

from tests.fakes.gemini_rules import call_signature, text_signature, wrong
from tests.fakes.strictness.provider import Json, Refusal, StrictProvider, Thought, Wish


class Gemini(StrictProvider):
    """Signs the first call of a step, or its text."""

    dialect = "gemini"

    def answer(self, thought: Thought, wish: Wish) -> Json:
        """A thought's summary, text, a call."""
        parts: list[Json] = []
        if not wish.hidden:
            parts.append({"text": thought.words, "thought": True})
        mark = self.mark(thought.number)
        said = f"{mark} said"
        if not wish.called:
            parts.append({"text": said, "thoughtSignature": text_signature(said)})
        elif wish.spoken:
            parts.append({"text": said})
        if wish.called:
            call = {"name": "look", "args": {"at": mark}}
            signature = call_signature("look", {"at": mark})
            parts.append({"functionCall": call, "thoughtSignature": signature})
        counted = {"promptTokenCount": 3, "candidatesTokenCount": 5, "totalTokenCount": 8}
        content = {"role": "model", "parts": parts}
        return {
            "candidates": [{"index": 0, "content": content, "finishReason": "STOP"}],
            "usageMetadata": counted,
            "modelVersion": self.model,
            "responseId": mark,
        }

    def check(self, body: Json) -> None:
        """Google's rules, and where its own signatures stand."""
        if fault := wrong(body, self.model):
            raise Refusal(fault, code=400, status="INVALID_ARGUMENT")
        for content in body["contents"]:
            if content["role"] != "model" or (thought := self.mine(content)) is None:
                continue
            self.seen.add(thought.number)
            mark = self.mark(thought.number)
            own = {text_signature(f"{mark} said"), call_signature("look", {"at": mark})}
            if any(part.get("thoughtSignature") in own for part in content["parts"]):
                self.returned.add(thought.number)
