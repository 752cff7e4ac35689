"""What real clients leave in the ledger, as `dragoman usage` shows it."""

import json
import re
from pathlib import Path
from typing import Any

import openai
import pytest

from tests.clients.claude_code import ClaudeCode
from tests.clients.dragoman import Dragoman
from tests.fakes.upstream import FakeUpstream


def usage(dragoman: Dragoman, by: str) -> list[dict[str, Any]]:
    """The groups of today's usage, once the server has written them: it has ended."""
    said = json.loads(dragoman.command("usage", "--by", by, "--json"))
    items: list[dict[str, Any]] = said["items"]
    return items


@pytest.mark.client("Claude Code")
def test_claude_codes_conversation_has_its_requests_and_their_tokens(
    claude: ClaudeCode, upstream: FakeUpstream, tmp_path: Path
) -> None:
    dragoman = Dragoman(tmp_path)
    dragoman.add_provider(upstream)
    with dragoman:
        target = claude.work / "written.txt"
        run = claude.ask(
            f"Do [[write:{target}]]",
            url=dragoman.url,
            key=dragoman.client_key,
            model="deepseek-reasoner",
        )
        assert run.code == 0, run.errors
        asked = len(upstream.asked)
    (client,) = usage(dragoman, "client")
    assert (client["key"], client["requests"], client["failures"]) == ("claude-code", asked, 0)
    assert client["tokens"]["cache_read"] == 200 * asked
    assert client["unpriced_requests"] == asked
    (conversation,) = usage(dragoman, "conversation")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", conversation["key"])
    assert conversation["requests"] == asked
    (model,) = usage(dragoman, "model")
    assert model["key"] == "fake/deepseek-reasoner"


def test_an_sdks_conversation_is_told_by_its_cache_key(
    upstream: FakeUpstream, tmp_path: Path
) -> None:
    dragoman = Dragoman(tmp_path)
    dragoman.add_provider(upstream)
    with dragoman:
        sdk = openai.OpenAI(base_url=f"{dragoman.url}/v1", api_key=dragoman.client_key)
        with sdk:
            for key in ("thread-1", "thread-1", "thread-2"):
                sdk.chat.completions.create(
                    model="m",
                    messages=[{"role": "user", "content": "Say [[text:hi]]"}],
                    prompt_cache_key=key,
                )
    threads = {item["key"]: item["requests"] for item in usage(dragoman, "conversation")}
    assert threads == {"thread-1": 2, "thread-2": 1}
    assert [item["key"] for item in usage(dragoman, "client")] == ["openai-python"]
