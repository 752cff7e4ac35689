import pytest

from app.core.failure import FailureKind
from app.dialects.gemini.wire import path
from tests.dialects.gemini_wire import refusal


@pytest.mark.parametrize(
    ("model", "called"),
    [
        ("gemini-3-pro", "models/gemini-3-pro"),
        ("models/gemini-3-pro", "models/gemini-3-pro"),
        ("tunedModels/mine", "tunedModels/mine"),
        ("google/gemini-3-pro", "models/google/gemini-3-pro"),
        ("a:b@c", "models/a:b@c"),
        ("a b?key=c#d%2e", "models/a%20b%3Fkey%3Dc%23d%252e"),
    ],
)
def test_the_path_names_the_model(model: str, called: str) -> None:
    assert path(model, stream=False) == f"{called}:generateContent"
    assert path(model, stream=True) == f"{called}:streamGenerateContent?alt=sse"


@pytest.mark.parametrize(
    "model", ["", "..", "../x", "models/../x", "a//b", "a/./b", "tunedModels/"]
)
def test_a_name_that_leads_elsewhere_is_no_model(model: str) -> None:
    failure = refusal(lambda: path(model, stream=False))
    assert failure.kind is FailureKind.MODEL_NOT_FOUND
