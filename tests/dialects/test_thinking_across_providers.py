"""One conversation moves between providers at any turn, and none of them refuses its reasoning.

The providers are strict (`tests.fakes.strictness`): each answers 400 where the real one does, and
notes which of its own thoughts came back. The way there is the gateway's: lane, carrier, lesson.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from app.bootstrap.dialects import DIALECTS
from app.core import carrier
from app.core.fold import fold
from app.dialects.base import ClientCall, Reply
from app.gateway.attempt import Attempt, prepare
from app.gateway.request import Request
from app.gateway.splice import peek, peek_body
from app.providers.provider import Provider, build
from app.routing.adapt import Lesson, learn
from app.settings.schema import ProviderSettings
from tests.dialects.thinking_clients import (
    ChatClient,
    Client,
    GeminiClient,
    MessagesClient,
    ResponsesClient,
)
from tests.fakes.strictness.chat import DeepSeek, Groq, Kimi, OpenRouter
from tests.fakes.strictness.gemini import Gemini
from tests.fakes.strictness.messages import DeepSeekMessages, anthropics
from tests.fakes.strictness.provider import Refusal, StrictProvider, Wish
from tests.fakes.strictness.responses import OpenAI

SEAL = bytes(range(32))
CLIENTS: dict[str, Callable[[], Client]] = {
    "messages": MessagesClient,
    "chat": ChatClient,
    "chat, words only": lambda: ChatClient("words"),
    "responses": ResponsesClient,
    "responses without ids": lambda: ResponsesClient(ids=False),
    "gemini": GeminiClient,
    "gemini without thoughts": lambda: GeminiClient(thoughts=False),
}
# Where these stand, the words alone are all that the provider wants back.
WORDS_ALONE = (DeepSeek, Kimi, Groq)


def accounts() -> list[StrictProvider]:
    """One of each, two of the kinds that must be told apart."""
    return [
        *anthropics(("opus", "claude-opus-4-8"), ("sonnet", "claude-sonnet-4-5")),
        DeepSeekMessages("dsm", "deepseek-anthropic", "deepseek-v4-pro"),
        DeepSeek("ds", "deepseek", "deepseek-v4-pro"),
        Kimi("kimi", "moonshot", "kimi-k2.6"),
        Groq("groq", "groq", "openai/gpt-oss-120b"),
        OpenRouter("router", "openrouter", "openai/gpt-5"),
        OpenAI("openai", "openai-responses", "gpt-5.5"),
        OpenAI("other", "openai-responses", "gpt-5.5"),
        Gemini("gemini", "gemini", "gemini-3.1-pro-preview"),
        Gemini("flash", "gemini", "gemini-2.5-flash"),
    ]


NAMES = [account.name for account in accounts()]


def provider_of(account: StrictProvider) -> Provider:
    settings = {"preset": account.preset, "base_url": "http://127.0.0.1:1"}
    return build(account.name, ProviderSettings.model_validate(settings))


class Conversation:
    """One client and all providers; a turn goes to one of them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.accounts = {account.name: account for account in accounts()}
        self.providers = {name: provider_of(each) for name, each in self.accounts.items()}
        self.lessons: dict[str, Lesson] = {}
        self.refused: list[str] = []

    def ask(self, name: str, wish: Wish) -> None:
        """The client's next request, at one provider."""
        account = self.accounts[name]
        raw = json.dumps(self.client.body()).encode()
        self.refused = []
        lesson = self.lessons.get(name)
        attempt = self._attempt(raw, account, lesson)
        try:
            told = self._send(attempt, account, wish)
        except Refusal as refusal:
            self._expected(refusal, attempt, account, raw)
            lesson = self._learn(refusal, attempt, lesson)
            attempt = self._attempt(raw, account, lesson)
            told = self._send(attempt, account, wish)
            if lesson.lasting:
                self.lessons[name] = lesson
        self._own_thoughts_came_back(account, lesson)
        self.client.take(self._answer(told, attempt, raw))

    def _attempt(self, raw: bytes, account: StrictProvider, lesson: Lesson | None) -> Attempt:
        dialect = DIALECTS[self.client.dialect]
        in_path = self.client.dialect == "gemini"
        peeked = peek_body(raw, "any", stream=False) if in_path else peek(raw)
        request = Request(dialect, peeked, self._call(raw))
        target = DIALECTS[account.dialect]
        provider = self.providers[account.name]
        return prepare(request, provider, target, account.model, lesson, verbatim=True)

    def _call(self, raw: bytes) -> ClientCall:
        path = "models/any:generateContent" if self.client.dialect == "gemini" else ""
        return ClientCall(raw, path=path, seal=SEAL)

    def _send(self, attempt: Attempt, account: StrictProvider, wish: Wish) -> dict[str, Any]:
        assert not carrier.present_in(attempt.wire.body)
        return account.ask(json.loads(attempt.wire.body), wish)

    def _learn(self, refusal: Refusal, attempt: Attempt, lesson: Lesson | None) -> Lesson:
        self.refused.append(str(refusal))
        body = json.dumps({"error": refusal.error}).encode()
        failure = attempt.dialect.decode_error(400, {}, body)
        traits = lesson.traits if lesson is not None else attempt.wire.target.traits
        learnt = learn(
            failure,
            traits,
            verbatim=attempt.lane == "verbatim",
            dialect=attempt.provider.dialect,
        )
        assert learnt is not None, f"{refusal} taught nothing"
        return learnt

    def _expected(
        self, refusal: Refusal, attempt: Attempt, account: StrictProvider, raw: bytes
    ) -> None:
        """A refusal is foreseen but for what stands in the client's own format, unmarked."""
        told = str(refusal)
        if "is unsupported" in told or "Expected `thinking`" in told:
            assert attempt.lane == "verbatim", told
        elif "must be passed back" in told and account.dialect == "anthropic_messages":
            return  # nobody knows what stands for thinking that was hidden
        else:
            others = (
                each
                for each in self.accounts.values()
                if each is not account and each.dialect == self.client.dialect
            )
            assert any(proof.encode() in raw for other in others for proof in other.proofs), told

    def _own_thoughts_came_back(self, account: StrictProvider, lesson: Lesson | None) -> None:
        if lesson is not None and lesson.without_thinking:
            return
        if self.client.keeps == "words" and not isinstance(account, WORDS_ALONE):
            return
        missing = account.seen - account.returned
        assert not missing, f"{account.name} misses its thoughts {missing}"

    def _answer(self, told: dict[str, Any], attempt: Attempt, raw: bytes) -> dict[str, Any]:
        if attempt.lane == "verbatim":
            return told
        events = attempt.dialect.decode_response(json.dumps(told).encode(), attempt.wire)
        fold(events)
        dialect = DIALECTS[self.client.dialect]
        asked = dialect.decode_request(self._call(raw))
        reply = Reply(asked, f"r{len(raw)}", 1, seal=SEAL)
        answer: dict[str, Any] = json.loads(dialect.encode_response(events, reply))
        return answer


WISHES = [
    Wish(called=True, hidden=False, spoken=True),
    Wish(called=True, hidden=True, spoken=False),
    Wish(called=False, hidden=True, spoken=True),
    Wish(called=False, hidden=False, spoken=True),
]


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_there_and_back(first: str, second: str, kind: str) -> None:
    for wish, other in zip(WISHES, reversed(WISHES), strict=True):
        conversation = Conversation(CLIENTS[kind]())
        conversation.ask(first, wish)
        conversation.ask(second, other)
        conversation.ask(first, wish)
        conversation.ask(first, other)
        conversation.ask(second, wish)


class MovingConversation(RuleBasedStateMachine):
    """Turns at providers in any order, for every kind of client."""

    @initialize(kind=st.sampled_from(list(CLIENTS)))
    def begin(self, kind: str) -> None:
        """A client with nothing said yet."""
        self.conversation = Conversation(CLIENTS[kind]())

    @rule(
        name=st.sampled_from(NAMES),
        wish=st.builds(Wish, st.booleans(), st.booleans(), st.booleans()),
    )
    def turn(self, name: str, wish: Wish) -> None:
        """The next turn."""
        self.conversation.ask(name, wish)


TestMovingConversation = MovingConversation.TestCase
TestMovingConversation.settings = settings(stateful_step_count=9)
