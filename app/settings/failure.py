"""Why settings cannot be used or saved."""

from collections.abc import Iterable, Mapping
from typing import Any


class SettingsError(Exception):
    """Settings are refused; the message says what is wrong, where, and what to do. No values."""


def told(problems: Iterable[Mapping[str, Any]]) -> str:
    """Pydantic's list of errors as `field: sentence` lines, without what was entered."""
    lines = []
    for problem in problems:
        field = ".".join(str(step) for step in problem["loc"]) or "the file"
        message = str(problem["msg"]).removeprefix("Value error, ")
        lines.append(f"{field}: {message[:1].lower()}{message[1:]}")
    return "\n  ".join(lines)
