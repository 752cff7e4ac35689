"""What Google refuses in a request, in its own words.

A signature of the fake's holds what it was made for, so that it is only good on that very part.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

DUMMY = "skip_thought_signature_validator"
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")
_BODY = frozenset(
    {"contents", "systemInstruction", "tools", "toolConfig", "safetySettings", "generationConfig"}
    | {"cachedContent", "labels", "serviceTier", "store", "model"}
)
_PART = frozenset(
    {"text", "thought", "thoughtSignature", "inlineData", "fileData", "functionCall"}
    | {"functionResponse", "executableCode", "codeExecutionResult", "toolCall", "toolResponse"}
    | {"videoMetadata", "partMetadata", "mediaResolution"}
)
_CONFIG = frozenset(
    {"stopSequences", "responseMimeType", "responseSchema", "responseJsonSchema", "candidateCount"}
    | {"maxOutputTokens", "temperature", "topP", "topK", "seed", "presencePenalty", "logprobs"}
    | {"frequencyPenalty", "responseLogprobs", "thinkingConfig", "mediaResolution"}
    | {"responseModalities", "speechConfig", "imageConfig"}
)
_CALL = frozenset({"id", "name", "args"})
_RESPONSE = frozenset({"id", "name", "response", "parts", "scheduling", "willContinue"})
_FUNCTION = frozenset(
    {"name", "description", "parameters", "parametersJsonSchema", "response", "behavior"}
    | {"responseJsonSchema"}
)


_FREE = frozenset(
    {"args", "response", "parameters", "parametersJsonSchema", "responseSchema", "labels"}
    | {"responseJsonSchema"}
)
_LISTS = frozenset({"contents", "parts", "tools", "functionDeclarations", "safetySettings"})


def normalised(value: Any) -> Any:
    """A request in one spelling: proto JSON also takes snake case, and one object for a list."""
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, item in value.items():
        first, *others = key.split("_")
        name = first + "".join(word.capitalize() for word in others)
        item = item if name in _FREE else normalised(item)
        found[name] = [item] if name in _LISTS and isinstance(item, dict) else item
    return found


def call_signature(name: str, args: Mapping[str, Any], thinking: str = "") -> str:
    """The signature of a call."""
    return _sealed(json.dumps([name, args], sort_keys=True), thinking)


def text_signature(text: str, thinking: str = "") -> str:
    """The signature of a text."""
    return _sealed(text, thinking)


def thought_of(signature: Any) -> str:
    """The thinking that a signature of the fake's holds, "" where it is none."""
    return str(_opened(signature).get("t", "")) if isinstance(signature, str) else ""


def _sealed(what: str, thinking: str) -> str:
    held = {"f": "gemini", "h": hashlib.sha256(what.encode()).hexdigest()[:16], "t": thinking}
    return base64.b64encode(json.dumps(held).encode()).decode()


def _opened(signature: str) -> Mapping[str, Any]:
    try:
        held = json.loads(base64.b64decode(signature, validate=True))
    except ValueError:
        return {}
    return held if isinstance(held, dict) and held.get("f") == "gemini" else {}


def wrong(body: Mapping[str, Any], model: str) -> str | None:
    """The first thing that is wrong with a request, None for a good one."""
    return next(_faults(body, model), None)


def _faults(body: Mapping[str, Any], model: str) -> Iterator[str]:
    yield from _unknown(body, _BODY, "")
    config = body.get("generationConfig", {})
    yield from _unknown(config, _CONFIG, "generation_config")
    thinking = config.get("thinkingConfig", {})
    if "thinkingLevel" in thinking and "thinkingBudget" in thinking:
        yield "You can only set only one of thinking budget and thinking level."
    if "thinkingLevel" in thinking and "gemini-2" in model:
        yield "Thinking level is not supported for this model."
    if len(config.get("stopSequences", ())) > 5:
        yield "The number of stop sequences must not exceed 5."
    contents = body.get("contents")
    if not contents:
        yield "* GenerateContentRequest.contents: contents is not specified"
        return
    yield from _tools(body)
    yield from _contents(contents, strict="gemini-3" in model)


def _unknown(value: Mapping[str, Any], known: frozenset[str], where: str) -> Iterator[str]:
    for name in value:
        if name not in known:
            place = f" at '{where}'" if where else ""
            yield f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'


def _tools(body: Mapping[str, Any]) -> Iterator[str]:
    names: list[str] = []
    for tool in body.get("tools", ()):
        for each in tool.get("functionDeclarations", ()):
            yield from _unknown(each, _FUNCTION, "tools[0].function_declarations[0]")
            if not _NAME.fullmatch(each.get("name", "")):
                yield "Invalid function name. Must start with a letter or an underscore."
            if "parameters" in each and "parametersJsonSchema" in each:
                yield "parameters and parameters_json_schema must not be set both."
            names.append(each["name"])
    if len(set(names)) < len(names):
        yield "Duplicate function declaration found"
    calling = body.get("toolConfig", {}).get("functionCallingConfig", {})
    allowed = calling.get("allowedFunctionNames")
    if allowed and calling.get("mode") not in ("ANY", "VALIDATED"):
        yield "Function calling config is set without function_calling_config.mode ANY."
    if allowed and not set(allowed) <= set(names):
        yield "allowed_function_names must be among the function declarations."
    if calling.get("mode") == "ANY" and not names:
        yield "Function calling mode is set without function declarations."


def _contents(contents: list[Mapping[str, Any]], *, strict: bool) -> Iterator[str]:
    waiting: list[Mapping[str, Any]] = []
    role = "model"
    for index, content in enumerate(_merged(contents)):
        where = f"contents[{index}]"
        parts = content.get("parts")
        if content.get("role") not in ("user", "model"):
            yield "Please use a valid role: user, model."
        if content["role"] == role:
            yield "Please ensure that the first content is the user's."
        role = content["role"]
        if not parts:
            yield f"* GenerateContentRequest.{where}.parts: contents.parts must not be empty."
            return
        for number, part in enumerate(parts):
            yield from _part(part, f"{where}.parts[{number}]")
        answers = [part["functionResponse"] for part in parts if "functionResponse" in part]
        calls = [part["functionCall"] for part in parts if "functionCall" in part]
        if len(answers) != len(waiting):
            yield (
                "Please ensure that the number of function response parts is equal to the number "
                "of function call parts of the function call turn."
            )
        if not _linked(answers, waiting):
            yield "Function response and function call must have the same ids and names."
        if any("functionResponse" not in part for part in parts[: len(answers)]):
            yield "Function response parts must come first."
        waiting = calls
        if calls and strict:
            first = next(part for part in parts if "functionCall" in part)
            if "thoughtSignature" not in first:
                yield (
                    "Function call is missing a thought_signature in functionCall parts. This is "
                    "required for tools to work correctly. Additional data, function call "
                    f"`default_api:{calls[0]['name']}`, position {index + 1}."
                )
    if waiting:
        yield "Please ensure that function call turn is followed by a function response turn."


def _merged(contents: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One content for each turn: the SDK's chats send a content for each chunk of a stream."""
    turns: list[dict[str, Any]] = []
    for content in contents:
        if turns and turns[-1].get("role") == content.get("role"):
            turns[-1]["parts"] = [*(turns[-1].get("parts") or ()), *(content.get("parts") or ())]
        else:
            turns.append({**content})
    return turns


def _linked(answers: list[Mapping[str, Any]], calls: list[Mapping[str, Any]]) -> bool:
    """Whether each answer has the name of a call, and its id where it says one."""
    known = {(call.get("id"), call.get("name")) for call in calls}
    names = {name for _, name in known}
    return all(
        (answer["id"], answer.get("name")) in known if "id" in answer else answer["name"] in names
        for answer in answers
    )


def _part(part: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from _unknown(part, _PART, where)
    call, answer = part.get("functionCall"), part.get("functionResponse")
    if call is not None:
        yield from _unknown(call, _CALL, f"{where}.function_call")
        if not isinstance(call.get("args", {}), dict):
            yield f"Invalid value at '{where}.function_call.args'"
    if answer is not None:
        yield from _unknown(answer, _RESPONSE, f"{where}.function_response")
        if not isinstance(answer.get("response"), dict):
            yield f"Invalid value at '{where}.function_response.response'"
    signature = part.get("thoughtSignature")
    if part.get("text") == "" and signature is None:
        yield f"Unable to submit request because {where} has an empty text parameter."
    if signature is None or (signature == DUMMY and call is not None):
        return
    held = _opened(signature)
    made_for = part.get("text", "")
    if call is not None:
        made_for = json.dumps([call["name"], call.get("args", {})], sort_keys=True)
    expected = hashlib.sha256(made_for.encode()).hexdigest()[:16]
    if not held or (made_for and held["h"] != expected):
        yield "Corrupted thought signature."
