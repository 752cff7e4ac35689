"""A change shown to a person, without any secret in it."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.connect.failure import ConnectError
from app.connect.formats.notations import parse
from app.connect.inverse import leaves
from app.connect.plan import FilePlan

MASK = "••••••••"
_NAMED_SO = re.compile(
    r"(?:api[_-]?keys?|(?:^|[_-])keys?|tokens?|secrets?|passwords?|passwd|bearer|authorization"
    r"|credentials?|cookies?)$",
    re.IGNORECASE,
)
# A name that says secret, then `:` or `=`, then a quoted or bare value.
_ASSIGNED = re.compile(
    r"""(?P<name>["']?[\w.@/-]*(?:api[_-]?keys?|[_-]keys?|tokens?|secrets?|passwords?|passwd|bearer
    |authorization|credentials?|cookies?)["']?\s*[:=]\s*)
    (?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,{}\[\]"'\#][^,}\]\r\n]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_LOOKS_SECRET = re.compile(
    r"""(?i:bearer|basic)\s+[\w.~+/=-]{8,}
    |\b(?:sk|pk|rk|gsk|xai|gh[ops]|glpat|github_pat|hf|nvapi|xox[abprs]|dr[ag])[-_][\w-]{12,}
    |\b(?:AKIA|AIza)[\w-]{12,}
    |\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?
    |(?<=://)[^/\s:@"']+:[^/\s@"']+(?=@)
    |\b(?=[\w-]*[0-9])(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{40,}""",
    re.VERBOSE,
)
_SHORTEST = 4
_HARMLESS = {"true", "false", "null", "none"}


def masked_diff(plan: FilePlan, before: bytes, after: bytes) -> str:
    """A unified diff of the file of `plan`; whatever is or looks like a secret is masked."""
    secrets = {*_of_plan(plan), *_inside(plan, before), *_inside(plan, after)}
    spelled = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)
    name = str(plan.path)
    lines = difflib.unified_diff(_lines(before), _lines(after), name, name, lineterm="", n=3)
    return "\n".join(_masked(line, spelled) for line in lines)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig", "replace").splitlines()


def _masked(line: str, secrets: list[str]) -> str:
    for secret in secrets:
        line = line.replace(secret, MASK)
    line = _ASSIGNED.sub(_mask_value, line)
    return _LOOKS_SECRET.sub(MASK, line)


def _mask_value(match: re.Match[str]) -> str:
    value = match["value"]
    bare = value.strip().strip("\"'")
    if not bare or bare.lower() in _HARMLESS or bare.replace(".", "", 1).isdigit():
        return match[0]
    quote = value[0] if value[0] in "\"'" else ""
    return f"{match['name']}{quote}{MASK}{quote}"


def _of_plan(plan: FilePlan) -> Iterator[str]:
    for edit in leaves(plan.edits):
        if edit.secret:
            yield from _texts(edit.value)


def _inside(plan: FilePlan, content: bytes) -> Iterator[str]:
    """The texts in a file whose key says that they are secret, and those where ours will be."""
    try:
        document = parse(plan.notation, content, plan.path)
    except ConnectError:
        return
    yield from _named(document.plain)
    for edit in leaves(plan.edits):
        if edit.secret:
            yield from _texts(document.value(edit.path))


def _named(plain: Any) -> Iterator[str]:
    if isinstance(plain, Mapping):
        for key, value in plain.items():
            if _NAMED_SO.search(str(key)):
                yield from _texts(value)
            yield from _named(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _named(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) >= _SHORTEST and value.lower() not in _HARMLESS:
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _forms(secret: str) -> Iterator[str]:
    yield secret
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield json.dumps(secret)[1:-1]
    yield from (line for line in secret.splitlines() if len(line) >= _SHORTEST)
