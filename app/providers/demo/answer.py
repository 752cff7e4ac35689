"""The demo provider's answer, as the stream of events that a real provider would give."""

import re
from dataclasses import replace

from app.core.conversation import (
    Conversation,
    Options,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from app.core.events import (
    AnswerPart,
    Event,
    Finished,
    FinishReason,
    PartDelta,
    PartEnded,
    PartStarted,
    Started,
)
from app.core.usage import Usage
from app.dialects.wire_json import dump_text
from app.providers.demo import words
from app.providers.demo.intent import calls, hint
from app.providers.demo.prompt import Prompt, read
from app.providers.demo.sample import sample

# One Chinese character or one word, with the blanks before it: about what a token is.
_PIECES = re.compile(r"\s*(?:[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+)|\s+$")
_CALL_PIECE = 12  # characters of arguments in one delta
_IMAGE_TOKENS = 1500


def answer(conversation: Conversation) -> list[Event]:
    """The whole answer, ending in `Finished`; the same for the same conversation.

    `max_tokens` counts words here (and single Chinese characters).
    """
    prompt = read(conversation)
    options = conversation.options
    writer = _Writer(options.max_tokens)
    if _thinks(options):
        writer.say(Thinking(""), words.thoughts(prompt))
    wanted = calls(conversation, prompt)
    stopped_by: str | None = None
    if wanted:
        writer.say(Text(""), words.before_calls(prompt, [call.name for call in wanted]))
        for call in wanted:
            writer.call(call)
    else:
        text, stopped_by = _until(_text(conversation, prompt), options.stop)
        writer.say(Text(""), text)
    reason: FinishReason = "tool_calls" if wanted else "stop_sequence" if stopped_by else "stop"
    if writer.full:
        reason, stopped_by = "length", None
    usage = Usage(
        fresh=_input(conversation),
        output=writer.written,
        reasoning=writer.thought if _thinks(options) else None,
    )
    start = Started(None, "demo", replace(usage, output=0, reasoning=None))
    return [start, *writer.events, Finished(reason, usage, stopped_by)]


def _thinks(options: Options) -> bool:
    reasoning = options.reasoning
    if reasoning is None or reasoning.mode == "off":
        return False
    return reasoning.mode is not None or reasoning.effort not in (None, "none")


def _text(conversation: Conversation, prompt: Prompt) -> str:
    form = conversation.options.output_format
    if form is not None:
        if form.schema is None:
            return dump_text({"answer": words.introduction(prompt)})
        return dump_text(sample(form.schema, lambda name: hint(prompt, name)))
    return words.about_results(prompt) if prompt.results else words.introduction(prompt)


def _until(text: str, stops: tuple[str, ...]) -> tuple[str, str | None]:
    """`text` before the first stop sequence in it, and that sequence."""
    found = [(text.find(stop), stop) for stop in stops if stop and stop in text]
    if not found:
        return text, None
    place, stop = min(found)
    return text[:place], stop


class _Writer:
    """Writes parts as events until the limit of words is reached."""

    def __init__(self, limit: int | None) -> None:
        self.events: list[Event] = []
        self.written = 0
        self.thought = 0
        self.full = limit is not None and limit <= 0
        self._limit = limit
        self._parts = 0

    def say(self, part: AnswerPart, text: str) -> None:
        """Write a part of words, as many as there is room for."""
        pieces = _PIECES.findall(text)
        if self._limit is not None and self.written + len(pieces) > self._limit:
            pieces = pieces[: max(self._limit - self.written, 0)]
            self.full = True
        if not pieces:
            return
        self._write(part, pieces)
        self.written += len(pieces)
        if isinstance(part, Thinking):
            self.thought += len(pieces)

    def call(self, call: ToolCall) -> None:
        """Write a tool call, whole or not at all: half a call is none."""
        text = call.arguments
        pieces = [text[i : i + _CALL_PIECE] for i in range(0, len(text), _CALL_PIECE)]
        if self.full or (self._limit is not None and self.written + len(pieces) > self._limit):
            self.full = True
            return
        self._write(replace(call, arguments=""), pieces)
        self.written += len(pieces)

    def _write(self, part: AnswerPart, pieces: list[str]) -> None:
        index = self._parts
        self._parts += 1
        self.events.append(PartStarted(index, part))
        self.events += [PartDelta(index, piece) for piece in pieces]
        self.events.append(PartEnded(index))


def _input(conversation: Conversation) -> int:
    """About how many tokens the input has."""
    characters = 0
    tokens = 0
    for turn in conversation.turns:
        tokens += 4
        parts = list(turn.parts)
        while parts:
            part = parts.pop()
            match part:
                case Text(text=text) | Thinking(text=text):
                    characters += len(text)
                case ToolCall(arguments=arguments):
                    characters += len(arguments)
                case ToolResult(parts=inner):
                    parts += inner
                case _:
                    tokens += _IMAGE_TOKENS
    for tool in conversation.tools:
        tokens += 50 + len(tool.name) // 4
    return tokens + characters // 4
