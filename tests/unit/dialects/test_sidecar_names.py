"""Fields are named as the client named them, and what is said in words is not lost."""

from typing import Any

import pytest

from app.core.sidecar import Origin, Sidecar
from app.dialects.sidecar_names import names


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"novelty": 1, "odd": 2}, ("novelty", "odd")),
        ({"message": {"phase": "commentary"}, "annotations": [1]}, ("phase", "annotations")),
        ({"message": "words"}, ("message",)),
        ({"type": "shell_call_output", "call_id": "1", "output": [], "novelty": 1}, ("novelty",)),
        ({"type": "novelty", "status": "odd"}, ("type", "status")),
        ({"response": {"output": "done"}, "willContinue": True}, ("willContinue",)),
    ],
)
def test_what_is_lost_with_a_sidecar_is_told_by_the_client_s_names(
    data: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert names(Sidecar(Origin("theirs"), data)) == expected


def test_without_a_sidecar_nothing_is_lost() -> None:
    assert names(None) == ()
