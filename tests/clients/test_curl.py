"""The commands of the README and of `dragoman demo`, as a user types them."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import served
from tests.clients.dragoman import ROOT, Dragoman
from tests.fakes import answers, tasks
from tests.fakes.upstream import FakeUpstream, running

pytestmark = pytest.mark.client("curl")


def typed(dragoman: Dragoman, command: str) -> str:
    """What a shell prints for `command`, in which `dragoman` is this checkout's."""
    program = f'"{sys.executable}" -m app --profile "{dragoman.profile}"'
    done = subprocess.run(
        ["sh", "-c", f'dragoman() {{ {program} "$@"; }}\n{command}'],
        cwd=ROOT,
        env=dragoman.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def curl(dragoman: Dragoman, path: str, body: Any = None, *options: str) -> str:
    """curl with the client key, as the README has it."""
    command = f'curl -sS {dragoman.url}{path} -H "x-api-key: $(dragoman key show)"'
    if body is not None:
        command += f" -H 'content-type: application/json' -d '{json.dumps(body)}'"
    return typed(dragoman, " ".join([command, *options]))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`dragoman demo`."""
    with Dragoman(tmp_path_factory.mktemp("demo"), "demo", "--port", "0") as dragoman:
        yield dragoman


ASK = {"model": "demo", "max_tokens": 64, "messages": [{"role": "user", "content": "Hello"}]}


def test_the_demo_is_healthy_without_a_key(demo: Dragoman) -> None:
    health = json.loads(typed(demo, f"curl -sS {demo.url}/health"))
    assert health["status"] == "ok"
    assert health["authenticated"] is True


def test_the_demo_makes_embeddings(demo: Dragoman) -> None:
    asked = {"model": "text-embedding-3-small", "input": ["a cat", "the cat", "annual report"]}
    answer = json.loads(curl(demo, "/v1/embeddings", asked))
    first, near, far = (each["embedding"] for each in answer["data"])

    def likeness(other: list[float]) -> float:
        return sum((a * b for a, b in zip(first, other, strict=True)), 0.0)

    assert likeness(near) > likeness(far)
    assert answer["usage"]["prompt_tokens"] == 6


def test_the_command_that_the_demo_prints_can_be_pasted(demo: Dragoman) -> None:
    typed(demo, f"curl -sS {demo.url}/health")  # what it prints is there once it answers
    command = re.search(r"^ +curl (?:.*\\\n)*.*$", demo.log, re.MULTILINE)
    assert command, demo.log
    message = json.loads(typed(demo, command.group().replace("curl ", "curl -sS ", 1)))
    assert message["type"] == "message"
    assert message["content"][0]["text"]


def test_the_demo_speaks_both_formats_whole_and_streamed(demo: Dragoman) -> None:
    message = json.loads(curl(demo, "/v1/messages", ASK))
    assert message["content"][0]["text"]
    answer = json.loads(curl(demo, "/v1/chat/completions", ASK))
    assert answer["choices"][0]["message"]["content"]
    stream = curl(demo, "/v1/messages", {**ASK, "stream": True}, "-N")
    assert stream.startswith("event: message_start\n")
    assert '"type":"message_stop"' in stream
    stream = curl(demo, "/v1/chat/completions", {**ASK, "stream": True}, "-N")
    assert stream.endswith("data: [DONE]\n\n")


def test_the_demo_lists_its_models(demo: Dragoman) -> None:
    models = json.loads(curl(demo, "/v1/models"))
    assert [model["id"] for model in models["data"]]


def test_without_a_key_the_door_stays_shut(demo: Dragoman) -> None:
    told = json.loads(typed(demo, f"curl -sS {demo.url}/v1/models"))
    assert told["error"]["message"]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_command_of_the_readme_works_with_a_provider(tmp_path: Path, readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    command = re.search(r"^curl http://127.0.0.1:8777(?:.*\\\n)*.*$", text, re.MULTILINE)
    assert command, f"{readme} has no curl command"
    with (
        running(FakeUpstream(answers.plays(tasks.accommodate))) as upstream,
        served(upstream, tmp_path) as gateway,
    ):
        shown = command.group().replace("http://127.0.0.1:8777", gateway.url)
        message = json.loads(typed(gateway, shown.replace("curl ", "curl -sS ", 1)))
    assert message["content"][0]["text"].startswith("Hello, this is ")
