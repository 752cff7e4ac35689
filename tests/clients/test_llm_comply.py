"""llm-comply, an independent checker with the vendors' schemas inside, finds nothing to say."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import served
from tests.clients.dragoman import ROOT, Dragoman
from tests.fakes import answers, tasks
from tests.fakes.upstream import FakeUpstream, running

# A model name decides whether its reasoning test runs; "plain" names leave it out. Gemini's runs
# whatever the name is.
PLAIN = {
    "anthropic": "claude-plain",
    "openai-chat": "gpt-plain",
    "open-responses": "gpt-plain",
    "google-genai": "gemini-3-flash",
}
REASONING = {
    "anthropic": "claude-sonnet-4",
    "openai-chat": "gpt-5-gemini-3",  # which also thinks where a provider cannot be asked to
    "open-responses": "gpt-5",
    "google-genai": "gemini-3-pro",
}
CHECKS = {"anthropic": 9, "openai-chat": 9, "open-responses": 13, "google-genai": 9}


@pytest.fixture(params=["chat", "messages", "responses", "gemini", "demo"], scope="module")
def gateway(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dragoman]:
    """A gateway in front of each kind of provider."""
    folder: Path = tmp_path_factory.mktemp("comply")
    if request.param == "demo":
        with Dragoman(folder, "demo", "--port", "0") as dragoman:
            yield dragoman
        return
    fake = FakeUpstream(answers.plays(tasks.accommodate), face=request.param)
    with running(fake) as upstream, served(upstream, folder) as dragoman:
        yield dragoman


def judged(dragoman: Dragoman, kind: str, model: str) -> dict[str, dict[str, Any]]:
    """llm-comply's results by test id."""
    command = [sys.executable, "-m", "llm_comply.cli", "--json", "--format", kind, "-m", model]
    version = "" if kind == "google-genai" else "/v1"
    command += ["-u", f"{dragoman.url}{version}", "-k", dragoman.client_key]
    done = subprocess.run(
        [*command, "-H", "anthropic-version:2023-06-01"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    report = json.loads(done.stdout)
    return {result["id"]: result for result in report["results"]}


@pytest.mark.parametrize("kind", list(CHECKS))
@pytest.mark.parametrize("names", [PLAIN, REASONING], ids=["plain", "reasoning"])
def test_every_check_passes_without_a_warning(
    gateway: Dragoman, kind: str, names: dict[str, str]
) -> None:
    results = judged(gateway, kind, names[kind])
    assert len(results) == CHECKS[kind]
    remarks = {
        name: [*result.get("errors", ()), *result.get("warnings", ())]
        for name, result in results.items()
        if result["status"] != "skipped"
    }
    assert not any(remarks.values()), remarks
    left_out = names is PLAIN and kind != "google-genai"
    assert len(remarks) == (len(results) - 1 if left_out else len(results))
