"""Reasoning that a client brings back to another run of the program, or to another gateway."""

import json
from pathlib import Path
from typing import Any

from tests.clients.dragoman import CLIENT_KEY, Dragoman
from tests.clients.plain_http import post
from tests.fakes import answers
from tests.fakes.reply import Call, Reply
from tests.fakes.upstream import FakeUpstream, running

HIDDEN = answers.says(Reply(thinking="Let me see.", calls=(Call("ls", {}, "call_1"),)))
ANOTHER_KEY = {"DRAGOMAN_CLIENT_KEY": CLIENT_KEY[::-1].replace("nop", "drg-", 1)}


def asked(gateway: Dragoman, said: list[dict[str, Any]], key: str = CLIENT_KEY) -> dict[str, Any]:
    """An answer in the Responses format, whose client asks to see no reasoning."""
    body = {
        "model": "deepseek-v4-pro",
        "input": said,
        "store": False,
        "tools": [{"type": "function", "name": "ls", "parameters": {"type": "object"}}],
    }
    headers = {"authorization": f"Bearer {key}"}
    answer = post(gateway.url, "/v1/responses", body, headers)
    assert answer.status == 200, answer.everything
    found: dict[str, Any] = json.loads(answer.body)
    return found


def test_what_a_client_keeps_is_good_after_a_restart_and_nowhere_else(tmp_path: Path) -> None:
    with running(FakeUpstream(HIDDEN)) as upstream:
        gateway = Dragoman(tmp_path / "one")
        gateway.command(
            *("provider", "add", "deepseek", "--preset", "deepseek", "--base-url", upstream.url),
            *("--key-env", "FAKE_PROVIDER_KEY", "--model", "*=*", "--default"),
        )
        said: list[dict[str, Any]] = [{"role": "user", "content": "look"}]
        with gateway:
            first = asked(gateway, said)["output"]
        reasoning = next(item for item in first if item["type"] == "reasoning")
        assert reasoning["summary"] == []
        assert reasoning["encrypted_content"].startswith("dragoman:v2:")
        said += first
        said.append({"type": "function_call_output", "call_id": "call_1", "output": "seen"})

        with Dragoman(tmp_path / "one") as restarted:
            asked(restarted, said)
        assert upstream.asked[-1].json["messages"][1]["reasoning_content"] == "Let me see."

        another = Dragoman(tmp_path / "one")
        another.more = ANOTHER_KEY
        with another:
            asked(another, said, ANOTHER_KEY["DRAGOMAN_CLIENT_KEY"])
        assert upstream.asked[-1].json["messages"][1]["reasoning_content"] == ""
        assert b"dragoman:" not in upstream.asked[-1].body
