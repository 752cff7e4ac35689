"""How an answer comes along: its first word, its end, and its tokens."""

import asyncio
import logging
from dataclasses import replace

from app.core.events import Event, Failed, Finished, PartDelta, Started
from app.core.failure import Failure, Refused
from app.core.usage import Usage
from app.dialects.answer_losses import AnswerLosses
from app.gateway.attempt import Attempt
from app.gateway.cut_prompt import cut_prompt
from app.gateway.outcome import Outcome
from app.gateway.request import Request
from app.gateway.services import Services

log = logging.getLogger(__name__)

# What a picture or a page costs about everywhere; its base64 says nothing about its tokens.
_MEDIA_TOKENS = 1500
# Characters of an answer per token, for providers that report no usage.
_CHARACTERS_PER_TOKEN = 4


class Completion:
    """Watches the events of one answer and keeps the outcome's usage and first delta true.

    A context: left before the answer's end, it tells the outcome what the part of it cost.
    `began` is when the request came in, on the loop's clock.
    """

    def __init__(
        self,
        services: Services,
        attempt: Attempt,
        request: Request,
        outcome: Outcome,
        began: float,
    ) -> None:
        self._services = services
        self._attempt = attempt
        self._request = request
        self._outcome = outcome
        self._began = began
        self._characters = 0
        self._ended = False
        self._losses = AnswerLosses(request.dialect.name)
        self.failure: Failure | None = None
        outcome.usage, outcome.first_delta = None, None

    def __enter__(self) -> "Completion":
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if self._ended:
            return
        told = self._outcome.usage
        # Who leaves an answer that works is billed for its input, before the first word too.
        left = kind is not None and issubclass(kind, asyncio.CancelledError | ConnectionError)
        begun = self._characters or (left and told is not None and told.input)
        self._outcome.usage = self._interrupted() if begun else None

    async def take(self, events: list[Event]) -> bool:
        """Look at the next events; whether they end the answer well.

        A `Finished` without usage gets an estimated one in place: a client whose context bar and
        compaction live on these numbers must never read zero.
        """
        for event in events:
            if type(event) is PartDelta:
                self._characters += len(event.text)
                if self._outcome.first_delta is None:
                    self._outcome.first_delta = asyncio.get_running_loop().time() - self._began
            elif isinstance(event, Started):
                self._outcome.usage = event.usage
            elif isinstance(event, Failed):
                self.failure = event.failure
        if self._attempt.lane == "translated":
            self._outcome.losses += self._losses.take(events)
        last = events[-1] if events else None
        if not isinstance(last, Finished):
            return False
        usage = last.usage
        if usage is None or (usage.input == 0 and usage.output == 0):
            usage = await self._estimated()
            if self._attempt.lane == "translated":
                events[-1] = replace(last, usage=usage)
        elif not self._was_cut(usage):
            self._learn(usage)
        self._outcome.usage, self._ended = usage, True
        return True

    def _interrupted(self) -> Usage:
        """What an answer without an end has probably cost: the provider bills what it has made."""
        told = self._outcome.usage
        output = -(-self._characters // _CHARACTERS_PER_TOKEN)
        if told is not None and told.input:
            return replace(told, output=max(told.output, output), estimated=True)
        services, outcome = self._services, self._outcome
        try:
            tokens = input_estimate(services, self._request, outcome.provider, outcome.model)
        except Refused:  # the provider took a body, on the verbatim lane, that we cannot read
            tokens = 0
        return Usage(fresh=tokens, output=output, estimated=True)

    async def _estimated(self) -> Usage:
        try:
            conversation = self._request.conversation()
        except Refused:
            tokens = 0  # the provider took a body, on the verbatim lane, that we cannot read
        else:
            tokens = await asyncio.to_thread(self._services.count, conversation)
        output = -(-self._characters // _CHARACTERS_PER_TOKEN)
        return Usage(fresh=tokens, output=output, estimated=True)

    def _was_cut(self, usage: Usage) -> bool:
        """Whether a local server has read only some of the prompt; that is said once a model."""
        if not self._attempt.provider.local or self._attempt.offered is not None:
            return False
        try:
            _, size = self._request.media()
        except Refused:  # the provider took a body, on the verbatim lane, that we cannot read
            return False
        lost = cut_prompt(len(self._request.peeked.body) - size, usage.input)
        if lost is None:
            return False
        self._outcome.losses.append(lost)
        key = (self._outcome.provider, self._outcome.model)
        if key not in self._services.cut_prompts:
            self._services.cut_prompts.add(key)
            log.warning("%s/%s: %s", *key, lost.note)
        return True

    def _learn(self, usage: Usage) -> None:
        if self._attempt.lane != "translated" or self._attempt.offered is not None:
            return  # the tokens of several rounds tell nothing of one request's size
        items, size = self._request.media()
        self._services.estimate.learn(
            self._outcome.provider,
            self._outcome.model,
            len(self._request.peeked.body) - size,
            usage.input - items * _MEDIA_TOKENS,
        )


def input_estimate(services: Services, request: Request, provider: str, model: str) -> int:
    """The probable input tokens of `request` at a model, at least 1."""
    items, size = request.media()
    text_bytes = len(request.peeked.body) - size
    return services.estimate.tokens(provider, model, text_bytes) + items * _MEDIA_TOKENS
