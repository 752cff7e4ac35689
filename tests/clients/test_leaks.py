"""No key, header or field crosses to where it does not belong, and no key is written down."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import served
from tests.clients.dragoman import CLIENT_KEY, PROVIDER_KEY, Dragoman
from tests.clients.plain_http import Answer, post, send
from tests.clients.seen import check_chat, check_credentials
from tests.clients.session import HEADERS, Session
from tests.fakes import answers, chat, messages, tasks
from tests.fakes.exchange import Exchange
from tests.fakes.upstream import FakeUpstream, running

WRONG_KEY = "drg-canary-wrong-0123456789abcdefghijklmnop"
PROMPT = "canary-prompt-words"
CANARIES = (CLIENT_KEY, PROVIDER_KEY, WRONG_KEY, PROMPT, "canary-cookie")

STRANGE = {
    "cookie": "canary-cookie=1",
    "proxy-authorization": "Basic canary",
    "x-forwarded-for": "10.9.8.7",
    "referer": "http://127.0.0.1/canary",
    "x-stainless-lang": "js",
    "user-agent": "claude-cli/2.1.329 (external, sdk-cli)",
}
NEVER_FORWARDED = {"cookie", "proxy-authorization", "x-forwarded-for", "referer"}


async def tells_its_key(exchange: Exchange) -> None:
    """A provider that echoes the credential that it was sent, as careless ones do."""
    sent = exchange.request.header("authorization") or exchange.request.header("x-api-key")
    message = f"Incorrect API key provided: {sent}"
    headers = [("x-debug-key", str(sent)), ("set-cookie", f"key={sent}"), ("server", "fake")]
    face: dict[str, Any]
    if answers.is_chat(exchange):
        face = chat.error(message, "invalid_request_error", "invalid_api_key")
    else:
        face = messages.error(message, "authentication_error")
    await exchange.json(face, 401, headers)


async def tells_its_key_late(exchange: Exchange) -> None:
    """The same inside of a stream that has begun."""
    message = f"Lost the session of {PROVIDER_KEY}"
    if answers.is_chat(exchange):
        delta = {"index": 0, "delta": {"content": "So"}, "finish_reason": None}
        frames = [chat.frame({"id": "c", "model": "m", "choices": [delta]})]
        frames.append(chat.frame(chat.error(message, "server_error")))
    else:
        frames = list(messages.frames(answers.HELLO, "msg_late", "m"))[:3]
        frames.append(messages.frame(messages.error(message, "api_error")))
    await exchange.stream(frames)


@pytest.fixture(params=["chat", "messages"])
def upstream(request: pytest.FixtureRequest) -> Iterator[FakeUpstream]:
    """A provider of each kind, with a careless sister."""
    scripts = {"careless": tells_its_key, "careless-late": tells_its_key_late}
    obliging = answers.plays(tasks.accommodate)
    with running(FakeUpstream(obliging, face=request.param, by_model=scripts)) as fake:
        yield fake


@pytest.fixture
def dragoman(upstream: FakeUpstream, tmp_path: Path) -> Iterator[Dragoman]:
    """A gateway in front of it."""
    with talkative(upstream, tmp_path) as gateway:
        yield gateway


def talkative(upstream: FakeUpstream, folder: Path, form: str = "text") -> Dragoman:
    """A gateway that logs all it can."""
    gateway = Dragoman(folder)
    gateway.add_provider(upstream)
    config = gateway.profile / "config.toml"
    logs = f'\n[logs]\nformat = "{form}"\n'
    config.write_text(f'log_level = "debug"\n{config.read_text()}{logs}')
    return gateway


def claude_code_request(model: str = "model-a") -> dict[str, Any]:
    """Everything that Claude Code sends and that is nobody's business but Anthropic's."""
    body = Session(model=model).request(0)
    body["safeguards"] = [{"type": "dangerous_tool_use", "classifier_context": {"cwd": "/secret"}}]
    body["messages"][0]["content"].append({"type": "text", "text": PROMPT})
    return {**body, "tools": [], "stream": False}


def ask(dragoman: Dragoman, body: Any, path: str = "/v1/messages?beta=true") -> Answer:
    sent = {**HEADERS, **STRANGE, "x-api-key": CLIENT_KEY}
    return post(dragoman.url, path, body, sent)


def test_a_provider_sees_what_is_meant_for_it_alone(
    dragoman: Dragoman, upstream: FakeUpstream
) -> None:
    assert ask(dragoman, claude_code_request()).status == 200
    (request,) = upstream.asked
    check_credentials(request)
    names = {name.lower() for name, _ in request.headers}
    assert not names & NEVER_FORWARDED
    assert "canary-cookie" not in str(request.headers)
    assert "claude-cli" not in str(request.header("user-agent"))
    if upstream.face == "chat":
        check_chat(request)
        assert b"safeguards" not in request.body
        assert b"/secret" not in request.body
        assert b"device_id" not in request.body
    else:
        assert request.header("anthropic-beta") == HEADERS["anthropic-beta"]
        assert request.json["safeguards"]
        assert request.json["metadata"]
        assert b"cache_control" in request.body


@pytest.mark.parametrize("model", ["careless", "careless-late"])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_provider_key_never_reaches_a_client(
    dragoman: Dragoman, model: str, streamed: bool
) -> None:
    question = [{"role": "user", "content": "Hi"}]
    body = {"model": model, "max_tokens": 9, "messages": question, "stream": streamed}
    for path in ("/v1/messages", "/v1/chat/completions"):
        answer = ask(dragoman, body, path)
        assert answer.body
        assert not {"x-debug-key", "set-cookie"} & answer.headers.keys()
        assert PROVIDER_KEY not in answer.everything, (path, answer)


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_is_written_down_holds_a_key_or_a_prompt(
    upstream: FakeUpstream, tmp_path: Path, form: str
) -> None:
    with talkative(upstream, tmp_path, form) as gateway:
        for model in ("model-a", "careless", "careless-late"):
            ask(gateway, claude_code_request(model), f"/v1/messages?key={CLIENT_KEY}")
            ask(gateway, {**claude_code_request(model), "stream": True})
        wrong = {"authorization": f"Bearer {WRONG_KEY}"}
        path = f"/v1/messages?api_key={WRONG_KEY}"
        assert post(gateway.url, path, claude_code_request(), wrong).status == 401
        assert send("GET", gateway.url, f"/{WRONG_KEY}", None, wrong).status in (401, 404)
        broken = f'{{"model": "{PROMPT}'.encode()
        ask_broken = send("POST", gateway.url, "/v1/messages", broken, {"x-api-key": CLIENT_KEY})
        assert ask_broken.status == 400
    written = {"stdout": gateway.told, "stderr": gateway.log}
    for file in gateway.profile.rglob("*"):
        if file.is_file():
            written[str(file)] = file.read_bytes().decode(errors="replace")
    assert gateway.log.endswith(written[str(gateway.profile / "logs" / "dragoman.log")])
    assert "POST /v1/messages 200" in gateway.log
    found = {
        (where, canary) for canary in CANARIES for where in written if canary in written[where]
    }
    assert not found


def test_a_key_is_not_shown_by_the_commands_that_show_settings(
    upstream: FakeUpstream, tmp_path: Path
) -> None:
    with served(upstream, tmp_path) as gateway:
        for command in (("provider", "list"), ("model", "list"), ("doctor",)):
            assert PROVIDER_KEY not in gateway.command(*command)
