"""What Gemini's 400s teach, in the sentences that were seen of it (each with where)."""

import re
from collections.abc import Callable
from dataclasses import replace

from app.core.traits import Traits

Rule = Callable[[str, Traits], Traits | None]

_LEVEL = re.compile(r"thinking level (\w+) is not supported|'(\w+)' is not a supported thinking")
_UNKNOWN = re.compile(r'unknown name "(\w+)"(?: at \'([^\']*)\')?')
_LEAST_BUDGET = 128  # tokens, of the models that cannot stop thinking


def _level(sentence: str, traits: Traits) -> Traits | None:
    # "Thinking level MINIMAL is not supported for this model. Please retry with other thinking
    # level." (pi issue 9455), "'minimal' is not a supported thinking level for this model."
    found = _LEVEL.search(sentence)
    if found is None:
        return None
    level = found[1] or found[2]
    return replace(traits, efforts=tuple(each for each in traits.efforts if each != level))


def _control(sentence: str, traits: Traits) -> Traits | None:
    # "Thinking level is not supported for this model." (Roo-Code issue 10700)
    if "thinking level is not supported" in sentence:
        return replace(traits, reasoning="thinking_budget")
    if "thinking budget is not supported" in sentence:
        return replace(traits, reasoning="thinking_level")
    if "thinking is not supported" in sentence:
        return replace(traits, reasoning="none")
    return None


def _cannot_stop(sentence: str, traits: Traits) -> Traits | None:
    # "Budget 0 is invalid. This model only works in thinking mode."
    if "budget 0 is invalid" not in sentence:
        return None
    least, most = traits.thinking_range
    return replace(
        traits, thinking_optional=False, thinking_range=(max(least, _LEAST_BUDGET), most)
    )


def _unknown_name(sentence: str, traits: Traits) -> Traits | None:
    # 'Invalid JSON payload received. Unknown name "id" at 'contents[1].parts[0].function_call':
    # Cannot find field.' Relays and older endpoints know fewer fields.
    for name, place in _UNKNOWN.findall(sentence):
        if name == "id" and "function_" in place:
            return replace(traits, call_ids=False)
        if name in ("parametersjsonschema", "responsejsonschema"):
            return replace(traits, schema_subset="gemini")
        if name == "parts" and "function_response" in place:
            return replace(traits, tool_result_images=False)
        if name == "thinkingconfig":
            return replace(traits, reasoning="none")
        if name == "includeserversidetoolinvocations":
            return replace(traits, mixed_tools=False)
    return None


def _apart(sentence: str, traits: Traits) -> Traits | None:
    # "Function calling with a response mime type: 'application/json' is unsupported", "Tool use
    # with function calling is unsupported" (symfony/ai issue 803), "Built-in tools
    # ({google_search}) and Custom tools (Function Calling) cannot be combined in the same request"
    if "function calling with a response mime type" in sentence:
        return replace(traits, json_beside_tools=False)
    if "tool use with function calling is unsupported" in sentence or (
        "built-in tools" in sentence and "cannot be combined" in sentence
    ):
        return replace(traits, mixed_tools=False)
    return None


RULES: tuple[Rule, ...] = (_level, _control, _cannot_stop, _unknown_name, _apart)
