"""Azure OpenAI."""

import pytest

from app.core.conversation import Text
from app.core.failure import FailureKind
from app.gateway.filtered import is_filtered
from tests.dialects.chat_streams import STOP, answered, chunk, sse
from tests.dialects.vendors.endpoint import error, provider

RESULTS = {"hate": {"filtered": False, "severity": "safe"}}
V1 = "https://me.openai.azure.com/openai/v1"
DATED = "https://me.openai.azure.com/openai/deployments/gpt"


def test_the_first_frame_has_the_filter_s_results_and_no_choice() -> None:
    first = {
        "id": "",
        "object": "",
        "created": 0,
        "model": "",
        "choices": [],
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": RESULTS}],
    }
    said = chunk({"content": "Hi"})
    said["choices"][0]["content_filter_results"] = RESULTS
    offsets: dict[str, int] = {}
    annotated = {
        "choices": [{"index": 0, "finish_reason": None, "content_filter_offsets": offsets}]
    }
    answer = answered(sse(first, chunk({"role": "assistant"}), said, STOP, annotated))
    assert answer.parts == (Text("Hi"),)
    assert answer.id == "a1"


def test_an_answer_that_the_filter_stopped_is_a_refusal() -> None:
    raw = sse(chunk({"content": "How to"}), chunk(finish="content_filter"))
    assert answered(raw).reason == "refusal"


def test_a_prompt_that_the_filter_stopped_is_filtered() -> None:
    told = {
        "message": "The response was filtered due to the prompt triggering a policy.",
        "type": None,
        "param": "prompt",
        "code": "content_filter",
        "status": 400,
        "innererror": {"code": "ResponsibleAIPolicyViolation", "content_filter_result": RESULTS},
    }
    failure = error(400, {"error": told})
    assert failure.kind is FailureKind.BAD_REQUEST
    assert is_filtered(failure)


@pytest.mark.parametrize(
    ("base", "called"),
    [
        (V1, f"{V1}/chat/completions"),
        (f"{DATED}?api-version=2024-10-21", f"{DATED}/chat/completions?api-version=2024-10-21"),
    ],
)
def test_a_resource_is_asked_by_its_version_or_by_a_date(base: str, called: str) -> None:
    asked = provider("azure", base)
    assert asked.auth == "api-key"
    assert asked.url("chat/completions") == called
    assert asked.origin == "https://me.openai.azure.com:443"


def test_a_deployment_that_is_not_there_is_named() -> None:
    told = {"code": "DeploymentNotFound", "message": "The API deployment does not exist."}
    assert error(404, {"error": told}).kind is FailureKind.NOT_FOUND
