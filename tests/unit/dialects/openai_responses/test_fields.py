from typing import Any

from app.core.sidecar import Sidecar
from app.dialects.openai_responses import fields
from app.dialects.openai_responses.wire import ORIGIN


def test_what_is_neither_known_nor_empty_is_kept() -> None:
    value: dict[str, Any] = {"type": "x", "id": None, "annotations": [], "phase": "commentary"}
    assert fields.rest(value, frozenset({"type"})) == Sidecar(ORIGIN, {"phase": "commentary"})
    assert fields.rest({"type": "x", "id": None}, frozenset({"type"})) is None
    assert fields.rest({"type": "x"}, frozenset({"type"})) is None
