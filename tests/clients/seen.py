"""What a provider must have seen, and must never see, of a request that came through."""

from typing import Any

from app.core import carrier
from tests.clients.dragoman import CLIENT_KEY, PROVIDER_KEY
from tests.fakes import gemini, gemini_rules
from tests.fakes import messages as fake_messages
from tests.fakes import responses as fake_responses
from tests.fakes.exchange import Recorded
from tests.fakes.upstream import Face

# What belongs to Anthropic alone: fields that a strict Chat endpoint refuses, and marks.
_ANTHROPIC_FIELDS = {"metadata", "context_management", "output_config", "safeguards", "system"}
_CLIENT_HEADERS = ("anthropic-", "x-claude-", "x-stainless-", "x-app", "x-api-key", "cookie")


def check_credentials(request: Recorded) -> None:
    """The provider got its own key and nothing of the client's."""
    sent = {name: request.header(name) for name in ("authorization", "x-api-key", "x-goog-api-key")}
    assert {name: value for name, value in sent.items() if value} in (
        {"authorization": f"Bearer {PROVIDER_KEY}"},
        {"x-api-key": PROVIDER_KEY},
        {"x-goog-api-key": PROVIDER_KEY},
    ), sent
    assert CLIENT_KEY not in request.target
    assert CLIENT_KEY not in str(request.headers)
    assert CLIENT_KEY.encode() not in request.body
    assert PROVIDER_KEY.encode() not in request.body


def check_chat(request: Recorded) -> list[dict[str, Any]]:
    """A Chat request that any strict endpoint takes; its messages."""
    check_credentials(request)
    for name, _ in request.headers:
        assert not name.lower().startswith(_CLIENT_HEADERS), name
    assert not _ANTHROPIC_FIELDS & request.json.keys()
    for mark in (b"cache_control", b"x-anthropic-billing-header", b"DeferredToolPlaceholder"):
        assert mark not in request.body
    messages: list[dict[str, Any]] = request.json["messages"]
    check_order(messages)
    return messages


def check_order(messages: list[dict[str, Any]], *, system_in_place: bool = False) -> None:
    """System first, and every call answered at once, in order, by tool messages in one run.

    With `system_in_place` the provider takes system messages anywhere.
    """
    more = {"system"} if system_in_place else set()
    leading = 0
    while messages[leading]["role"] == "system":
        leading += 1
    roles = [message["role"] for message in messages]
    assert set(roles[leading:]) <= {"user", "assistant", "tool"} | more, roles
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            assert waiting, roles
            assert message["tool_call_id"] == waiting.pop(0), roles
        else:
            assert not waiting, roles
            waiting = [call["id"] for call in message.get("tool_calls", [])]
    assert not waiting, roles
    assert messages[-1]["role"] in {"user", "tool"} | more


def check_request(request: Recorded, face: Face, *, translated: bool) -> None:
    """What a provider of any wire format may ask of a request.

    One that is not `translated` has the client's own words.
    """
    check_credentials(request)
    assert not carrier.present_in(request.body), "what is ours stays between the client and us"
    if face == "chat" and translated:
        check_chat(request)


def thoughts(request: Recorded, face: Face, *, proven: bool = True) -> list[str]:
    """The reasoning that came back to the provider, each with the proof that it gave, or none."""
    body = request.json
    if face == "chat":
        told = [message.get("reasoning_content") for message in body["messages"]]
        return [text for text in told if text]
    if face == "responses":
        items = [item for item in body["input"] if item.get("type") == "reasoning"]
        assert {item["encrypted_content"] for item in items} <= {fake_responses.ENCRYPTED}
        return [item["summary"][0]["text"] for item in items]
    if face == "gemini":  # what its signatures hold
        return list(gemini.view(gemini_rules.normalised(body), request.path).thinking)
    blocks = [
        block
        for message in body["messages"]
        if isinstance(message["content"], list)
        for block in message["content"]
        if block["type"] == "thinking"
    ]
    proof = fake_messages.SIGNATURE if proven else ""
    assert {block["signature"] for block in blocks} <= {proof}
    return [block["thinking"] for block in blocks]


def parts(messages: list[dict[str, Any]], kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The content parts of one kind, each with the role of its message."""
    return [
        (message["role"], part)
        for message in messages
        if isinstance(message.get("content"), list)
        for part in message["content"]
        if part["type"] == kind
    ]
