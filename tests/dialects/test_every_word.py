"""What a request says and a provider is not told is told as a loss, by the client's own name.

Each case was found with random requests in which every string was a word of its own: the words that
stood neither in the provider's request nor in a loss.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from app.core.loss import Loss
from app.dialects.base import ClientCall
from tests.dialects.pairs.wires import (
    CAPABLE,
    CHAT,
    DIALECTS,
    GEMINI,
    MESSAGES,
    PATHS,
    RESPONSES,
    SMALLEST,
)

Json = dict[str, Any]

NOVEL = {"novelty": "new word"}
WRITTEN = {"type": "text", "media_type": "text/plain", "data": "Words"}
THOUGHT = {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}]}
CALL = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
RESULT = {"type": "function_call_output", "call_id": "c", "output": "done"}
FORM = {"type": "json_schema", "name": "a", "description": "Of it.", "schema": {"type": "object"}}


def translated(client: str, fields: Json, provider: str) -> tuple[Json, tuple[Loss, ...]]:
    """The provider's request for a client's, and what it lacks."""
    body = json.dumps({**SMALLEST[client], **fields}).encode()
    conversation = DIALECTS[client].decode_request(ClientCall(body, path=PATHS[client]))
    wire = DIALECTS[provider].encode_request(conversation, CAPABLE[provider])
    return json.loads(wire.body), wire.losses


def asks(*content: Json) -> Json:
    return {"messages": [{"role": "user", "content": list(content)}]}


@pytest.mark.parametrize(
    ("client", "fields", "provider", "lost"),
    [
        pytest.param(
            MESSAGES,
            asks({"type": "document", "source": source, "citations": {"enabled": True}}),
            provider,
            "citations",
            id=f"citations of a {source['type']} document for {provider}",
        )
        for source in (WRITTEN, {"type": "content", "content": [{"type": "text", "text": "W"}]})
        for provider in (CHAT, RESPONSES, GEMINI)
    ]
    + [
        (
            MESSAGES,
            asks(
                {
                    "type": "document",
                    "context": "About it",
                    "source": {"type": "url", "url": "https://a.example/a.pdf"},
                }
            ),
            RESPONSES,
            "context",
        ),
        (
            CHAT,
            {
                "messages": [
                    {"role": "developer", "content": "Be brief.", **NOVEL},
                    *SMALLEST[CHAT]["messages"],
                ]
            },
            MESSAGES,
            "novelty",
        ),
        (RESPONSES, {"input": [THOUGHT, *SMALLEST[RESPONSES]["input"]]}, CHAT, "thinking"),
        (RESPONSES, {"input": [{**CALL, **NOVEL}, RESULT]}, CHAT, "novelty"),
        (RESPONSES, {"input": [CALL, {**RESULT, **NOVEL}]}, MESSAGES, "novelty"),
        (RESPONSES, {"text": {"format": FORM}}, GEMINI, "description"),
        *(
            (
                GEMINI,
                {"tools": [{"googleSearch": {"timeRangeFilter": {"a": "b"}}}]},
                p,
                "timeRangeFilter",
            )
            for p in (MESSAGES, CHAT, RESPONSES)
        ),
        (GEMINI, {"toolConfig": {"functionCallingConfig": NOVEL}}, CHAT, "toolConfig"),
        *(
            (
                RESPONSES,
                {
                    "tools": [
                        {
                            "type": "namespace",
                            "name": "n",
                            "description": "What they are for.",
                            "tools": [{"type": "function", "name": "f", "parameters": {}}],
                        }
                    ]
                },
                provider,
                "namespace description",
            )
            for provider in (MESSAGES, CHAT, GEMINI)
        ),
        *(
            (
                GEMINI,
                {"systemInstruction": {"parts": [{"text": "Be brief."}], **NOVEL}},
                p,
                "novelty",
            )
            for p in (MESSAGES, CHAT, RESPONSES)
        ),
    ],
)
def test_what_is_not_told_to_the_provider_is_a_loss(
    client: str, fields: Json, provider: str, lost: str
) -> None:
    _, losses = translated(client, fields, provider)
    assert lost in {loss.what for loss in losses}


@pytest.mark.parametrize(
    ("client", "fields"),
    [
        (CHAT, asks({"type": "novelty", "text": "new word"})),
        (RESPONSES, {"input": [{**CALL, **NOVEL}, RESULT]}),
        (RESPONSES, {"input": [CALL, {**RESULT, **NOVEL}]}),
        (GEMINI, {"systemInstruction": {"parts": [{"text": "Be brief."}], **NOVEL}}),
        (GEMINI, {"toolConfig": {"functionCallingConfig": {"mode": "NONE", **NOVEL}}}),
    ],
)
def test_what_is_new_on_a_wire_comes_out_on_it_again(client: str, fields: Json) -> None:
    body, losses = translated(client, fields, client)
    assert "new word" in json.dumps(body)
    assert not losses


SHELL_CALL = {"type": "shell_call", "call_id": "s", "action": {"commands": ["ls"]}}
SHELL_OUTPUT = {
    "type": "shell_call_output",
    "call_id": "s",
    "output": [{"stdout": "a.txt", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}],
}


@pytest.mark.parametrize("provider", [MESSAGES, CHAT, GEMINI])
def test_what_is_said_in_other_words_is_no_loss(provider: str) -> None:
    fields: Mapping[str, Any] = {"input": [SHELL_CALL, SHELL_OUTPUT]}
    body, losses = translated(RESPONSES, dict(fields), provider)
    assert "a.txt" in json.dumps(body)
    assert not {"type", "call_id", "output"} & {loss.what for loss in losses}


def test_domains_that_a_gemini_client_excludes_are_excluded_by_others() -> None:
    tools = {"tools": [{"googleSearch": {"excludeDomains": ["b.example"]}}]}
    body, _ = translated(GEMINI, tools, MESSAGES)
    assert body["tools"][0]["blocked_domains"] == ["b.example"]
