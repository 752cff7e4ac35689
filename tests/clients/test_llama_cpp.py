"""A real model on this machine answers Claude Code and the SDKs, in each of its server's formats.

Left out unless asked for: `pytest -m model tests/clients/test_llama_cpp.py`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import anthropic
import openai
import pytest
from anthropic.types import MessageParam
from google import genai
from google.genai import types

from tests.clients import llama_cpp
from tests.clients.claude_code import ClaudeCode
from tests.clients.dragoman import Dragoman
from tests.clients.llama_cpp import LlamaCpp

pytestmark = [pytest.mark.model, pytest.mark.client("llama.cpp")]

FACES = ("chat", "anthropic", "responses")
PROMPT = "Say hello in one word."


@pytest.fixture(scope="module")
def dragoman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """A gateway whose providers are the formats of one server."""
    folder: Path = tmp_path_factory.mktemp("llama")
    with LlamaCpp(folder) as server:
        gateway = Dragoman(folder)
        gateway.more["LLAMA_KEY"] = llama_cpp.KEY
        for face in FACES:
            base = server.url if face == "anthropic" else f"{server.url}/v1"
            gateway.command(
                *("provider", "add", f"local-{face}", "--base-url", base, "--dialect", face),
                *("--key-env", "LLAMA_KEY", "--model", "*=*"),
            )
        with gateway:
            yield gateway


@pytest.fixture(params=FACES)
def model(request: pytest.FixtureRequest) -> str:
    """A model name that leads to the server in one of its formats."""
    return f"local-{request.param}/smollm2"


def test_claude_code_gets_words(dragoman: Dragoman, claude: ClaudeCode, model: str) -> None:
    run = claude.ask(
        PROMPT,
        *("--bare", "--output-format", "json"),
        url=dragoman.url,
        key=dragoman.client_key,
        model=model,
    )
    told = json.loads(run.output)
    assert run.code == 0, run.output + run.errors
    assert told["result"].strip()
    assert told["usage"]["input_tokens"] + told["usage"]["cache_read_input_tokens"] > 50


def test_messages_stream_what_they_answer_whole(dragoman: Dragoman, model: str) -> None:
    with anthropic.Anthropic(base_url=dragoman.url, api_key=dragoman.client_key) as client:
        said: list[MessageParam] = [{"role": "user", "content": PROMPT}]
        with client.messages.stream(model=model, max_tokens=16, messages=said) as stream:
            pieces = list(stream.text_stream)
            final = stream.get_final_message()
    assert len(pieces) > 1
    assert "".join(pieces).strip()
    assert 0 < final.usage.output_tokens <= 16
    assert final.usage.input_tokens > 0


def test_chat_and_responses_say_the_same(dragoman: Dragoman, model: str) -> None:
    key = dragoman.client_key
    with openai.OpenAI(base_url=f"{dragoman.url}/v1", api_key=key) as client:
        chat = client.chat.completions.create(
            model=model, max_tokens=16, messages=[{"role": "user", "content": PROMPT}]
        )
        response = client.responses.create(
            model=model, max_output_tokens=16, input=PROMPT, store=False
        )
    assert chat.choices[0].message.content
    assert response.output_text == chat.choices[0].message.content
    assert chat.usage is not None
    assert chat.usage.prompt_tokens > 0


def test_gemini_gets_words(dragoman: Dragoman, model: str) -> None:
    options = types.HttpOptions(base_url=dragoman.url)
    config = types.GenerateContentConfig(max_output_tokens=16)
    with genai.Client(api_key=dragoman.client_key, http_options=options) as client:
        stream = client.models.generate_content_stream(model=model, contents=PROMPT, config=config)
        assert "".join(chunk.text or "" for chunk in stream).strip()
