"""What a real server keeps of conversations: nothing, or every side without its secrets."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.storage import open_database, sqlite_url
from app.storage import transcripts
from tests.clients.dragoman import CLIENT_KEY, PROVIDER_KEY, Dragoman
from tests.clients.plain_http import post
from tests.clients.test_leaks import tells_its_key
from tests.fakes import answers, tasks
from tests.fakes.upstream import FakeUpstream, running

PROMPT = "canary-prompt-words"
TOLD = f"{PROMPT}, my key is sk-canary-of-mine-0123456789"


def asked(folder: Path, settings: str) -> list[dict[str, Any]]:
    """The transcripts that are there after a stream, a whole answer and a refusal."""
    upstream = FakeUpstream(answers.plays(tasks.accommodate), by_model={"careless": tells_its_key})
    with running(upstream):
        gateway = Dragoman(folder)
        gateway.add_provider(upstream)
        config = gateway.profile / "config.toml"
        config.write_text(f"{config.read_text()}\n{settings}")
        with gateway:
            for model, stream in (("model-a", True), ("model-a", False), ("careless", False)):
                question = [{"role": "user", "content": f"{TOLD} {PROVIDER_KEY}"}]
                body = {"model": model, "max_tokens": 9, "messages": question, "stream": stream}
                post(gateway.url, "/v1/messages", body, {"x-api-key": CLIENT_KEY})
    database = open_database(sqlite_url(gateway.profile / "data" / "usage.db"), pytest.fail)
    try:
        with database.reading() as connection:
            return [json.loads(line) for line in transcripts.export(connection)]
    finally:
        database.close()


def test_nothing_is_kept_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert asked(tmp_path, "") == []


def test_every_side_is_kept_and_no_secret(tmp_path: Path) -> None:
    stream, whole, refused = asked(tmp_path, '[transcripts]\nrecord = "all"\n')
    sides = ["client_sent", "provider_got", "provider_answered", "client_got"]
    for kept in (stream, whole, refused):
        assert [body["side"] for body in kept["bodies"]] == sides
        assert [body["attempt"] for body in kept["bodies"]] == [0, 1, 1, 0]
        assert not any(body["truncated"] for body in kept["bodies"])
        for body in kept["bodies"][:2]:
            assert f"{PROMPT}, my key is [redacted] [redacted]" in body["text"]
    everything = json.dumps([stream, whole, refused])
    assert "sk-canary" not in everything
    assert CLIENT_KEY not in everything
    assert "data: " in stream["bodies"][2]["text"]
    assert "message_stop" in stream["bodies"][3]["text"]
    assert json.loads(whole["bodies"][3]["text"])["type"] == "message"
    assert "Incorrect API key" in refused["bodies"][2]["text"]
    assert json.loads(refused["bodies"][3]["text"])["type"] == "error"


def test_only_what_is_chosen_is_kept(tmp_path: Path) -> None:
    chosen = '[transcripts]\nrecord = "chosen"\nusers = ["Ann"]\nconversations = ["other"]\n'
    assert asked(tmp_path, chosen) == []
