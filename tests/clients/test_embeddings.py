"""SDKs for JavaScript read embeddings as they are, also from who knows no base64."""

import json
from pathlib import Path

import pytest

from tests.clients.conftest import served
from tests.clients.js_sdk import JsSdk
from tests.fakes.embeddings import makes, vector
from tests.fakes.upstream import FakeUpstream, running

pytestmark = pytest.mark.client("JavaScript SDKs")


@pytest.mark.parametrize("base64_known", [True, False])
def test_vectors_are_whole(tmp_path: Path, base64_known: bool) -> None:
    upstream = FakeUpstream()
    upstream.embeds = makes(base64_known=base64_known)
    with running(upstream), served(upstream, tmp_path / "dragoman") as dragoman:
        script = JsSdk(tmp_path / "agent", "embeddings.mjs", "chat", "nothing")
        done = script.ask("", url=dragoman.url, key=dragoman.client_key)
    assert done.code == 0, done.errors
    wanted = [vector("one"), vector("two two")]
    assert json.loads(done.output) == {
        "openai": wanted,
        "openaiTokens": 10,
        "vercel": wanted,
        "vercelTokens": 10,
    }
