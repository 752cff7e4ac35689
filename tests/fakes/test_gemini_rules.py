"""The fake refuses what Google refuses, and takes what Google takes."""

from typing import Any

import pytest

from tests.fakes import gemini
from tests.fakes.gemini_rules import (
    DUMMY,
    call_signature,
    normalised,
    text_signature,
    thought_of,
    wrong,
)
from tests.fakes.reply import Call, Reply

MODEL = "gemini-3-pro"
CALL: dict[str, Any] = {"functionCall": {"id": "c", "name": "f", "args": {"a": 1}}}
SIGNED = {**CALL, "thoughtSignature": call_signature("f", {"a": 1})}
RESULT: dict[str, Any] = {"functionResponse": {"id": "c", "name": "f", "response": {"output": "x"}}}


def said(*contents: tuple[str, list[Any]], **extra: Any) -> dict[str, Any]:
    return {"contents": [{"role": role, "parts": parts} for role, parts in contents], **extra}


HI = ("user", [{"text": "Hi"}])
GOOD = [
    said(HI),
    said(HI, ("model", [SIGNED]), ("user", [RESULT, {"text": "Go"}])),
    said(HI, ("model", [{**CALL, "thoughtSignature": DUMMY}]), ("user", [RESULT])),
    said(HI, ("model", [{"text": "Yes", "thoughtSignature": text_signature("Yes")}]), HI),
    said(HI, ("model", [{"text": "", "thoughtSignature": text_signature("Yes")}]), HI),
    said(HI, tools=[{"functionDeclarations": [{"name": "a.b:c-d"}]}, {"googleSearch": {}}]),
]
BAD = [
    ({}, "contents is not specified"),
    (said(HI, zeta=1), 'Unknown name "zeta"'),
    (said(("user", [{"txt": "Hi"}])), 'Unknown name "txt"'),
    (said(HI, generationConfig={"n": 1}), "generation_config"),
    (said(("assistant", [{"text": "Hi"}])), "valid role"),
    (said(("model", [{"text": "Hi"}]), HI), "the user"),
    (said(("user", [])), "must not be empty"),
    (said(("user", [{"text": ""}])), "empty text parameter"),
    (said(HI, ("model", [CALL]), ("user", [RESULT])), "missing a thought_signature"),
    (said(HI, ("model", [SIGNED]), HI), "number of function response parts"),
    (said(HI, ("model", [SIGNED])), "followed by a function response"),
    (said(HI, ("model", [SIGNED]), ("user", [{"text": "x"}, RESULT])), "must come first"),
    (
        said(
            HI,
            ("model", [{**CALL, "thoughtSignature": call_signature("g", {})}]),
            ("user", [RESULT]),
        ),
        "Corrupted thought signature",
    ),
    (
        said(HI, ("model", [{"text": "No", "thoughtSignature": text_signature("Yes")}]), HI),
        "Corrupted thought signature",
    ),
    (
        said(HI, ("model", [{"text": "No", "thoughtSignature": "ZHJhZ29tYW46"}]), HI),
        "Corrupted thought signature",
    ),
    (said(HI, tools=[{"functionDeclarations": [{"name": "1f"}]}]), "Invalid function name"),
    (said(HI, tools=[{"functionDeclarations": [{"name": "f"}, {"name": "f"}]}]), "Duplicate"),
    (
        said(
            HI, generationConfig={"thinkingConfig": {"thinkingLevel": "LOW", "thinkingBudget": 1}}
        ),
        "only one of thinking budget and thinking level",
    ),
]


@pytest.mark.parametrize("body", GOOD)
def test_a_good_request_is_taken(body: dict[str, Any]) -> None:
    assert wrong(body, MODEL) is None


@pytest.mark.parametrize(("body", "words"), BAD)
def test_a_bad_request_is_refused_in_google_s_words(body: dict[str, Any], words: str) -> None:
    fault = wrong(body, MODEL)
    assert fault is not None
    assert words in fault


def test_an_older_model_wants_no_signature() -> None:
    assert wrong(said(HI, ("model", [CALL]), ("user", [RESULT])), "gemini-2.5-pro") is None


def test_both_spellings_are_one() -> None:
    snake = {
        "contents": {"role": "user", "parts": {"inline_data": {"mime_type": "a", "data": "b"}}},
        "tool_config": {"function_calling_config": {"mode": "ANY"}},
        "tools": [{"function_declarations": [{"name": "f", "parameters": {"my_key": 1}}]}],
    }
    assert normalised(snake) == {
        "contents": [{"role": "user", "parts": [{"inlineData": {"mimeType": "a", "data": "b"}}]}],
        "toolConfig": {"functionCallingConfig": {"mode": "ANY"}},
        "tools": [{"functionDeclarations": [{"name": "f", "parameters": {"my_key": 1}}]}],
    }


def test_the_thinking_is_in_the_signature_that_comes_back() -> None:
    reply = Reply(thinking="Hm.", calls=(Call("f", {"a": 1}, "c"), Call("f", {"a": 2}, "d")))
    parts = gemini.whole(reply, "r", MODEL)["candidates"][0]["content"]["parts"]
    assert parts[0] == {"text": "Hm.", "thought": True}
    assert thought_of(parts[1]["thoughtSignature"]) == "Hm."
    assert "thoughtSignature" not in parts[2]
    body = said(HI, ("model", parts[1:2]), ("user", [RESULT]))
    assert gemini.view(body, f"/v1beta/models/{MODEL}:generateContent").thinking == ("Hm.",)
