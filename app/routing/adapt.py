"""What a provider's 400 teaches about it, so that the next attempt is right.

Each rule reads the provider's own sentence. A lesson changes traits and is tried once; where that
works, the gateway remembers it for that model. A 400 that teaches nothing goes to the client as it
is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.core.conversation import Conversation, Reasoning, Thinking, Turn
from app.core.failure import Failure, FailureKind
from app.core.traits import Traits
from app.routing import gemini_lessons

_CHAT = "openai_chat"
_GEMINI = "gemini"
_TEACHING = (FailureKind.BAD_REQUEST, FailureKind.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Lesson:
    """How to ask again: with other traits, without the history's thinking, or not to think.

    `without_thinking` leaves out what was thought before, `unthinking` asks for no new thinking.
    Both are lessons about one conversation, never about a model.
    """

    traits: Traits
    without_thinking: bool = False
    unthinking: bool = False

    @property
    def lasting(self) -> bool:
        """Whether it holds for every conversation."""
        return not (self.without_thinking or self.unthinking)

    def applied(self, conversation: Conversation) -> Conversation:
        """The conversation as it is to be told."""
        if self.without_thinking:
            conversation = without_thinking(conversation)
        if self.unthinking:
            off = replace(conversation.options, reasoning=Reasoning("off"))
            conversation = replace(conversation, options=off)
        return conversation


Rule = Callable[[str, Traits], Traits | None]


def learn(
    failure: Failure, traits: Traits, *, verbatim: bool = False, dialect: str = _CHAT
) -> Lesson | None:
    """The lesson of `failure` for a target with `traits`; None where it teaches nothing new.

    Of a request that went out `verbatim` the client wrote every option: what the provider says of
    these is for the client, and only what a look-alike does not know of the wire is a lesson.
    """
    if failure.kind not in _TEACHING:
        return None
    sentence = f"{failure.message} {failure.param or ''} {failure.code or ''}".lower()
    if _PROOF_REFUSED.search(sentence):
        return Lesson(traits, without_thinking=True)
    rules = _WIRE_RULES if verbatim else (*_WIRE_RULES, *_OPTION_RULES)
    if dialect == _GEMINI and not verbatim:
        rules = (*gemini_lessons.RULES, *rules)
    for rule in (_reasoning_history, *rules) if dialect == _CHAT else rules:
        changed = rule(sentence, traits)
        # The verbatim lane has asked for nothing that traits say: they are news to it.
        if changed is not None and (changed != traits or verbatim):
            return Lesson(changed)
    return Lesson(traits, unthinking=True) if _THINKING_MISSED.search(sentence) else None


# Proof of reasoning that is another provider's, account's or conversation's, or has lost its item.
# Anthropic: "Invalid `signature` in `thinking` block", "`thinking` or `redacted_thinking` blocks in
# the latest assistant message cannot be modified". OpenAI: invalid_encrypted_content, "Item 'rs_1'
# of type 'reasoning' was provided without its required following item", "Item 'fc_1' of type
# 'function_call' was provided without its required 'reasoning' item: 'rs_1'". Gemini: "Thought
# signature is not valid", "Corrupted thought signature".
_PROOF_REFUSED = re.compile(
    r"(?=.*thinking).*(?:signature|different conversation)"
    r"|thinking` blocks .*cannot be modified"
    r"|invalid_encrypted_content|encrypted content .*(?:verified|decrypted|parsed)"
    r"|'reasoning' (?:was provided without|item)"
    r"|thought[_ ]signature.*(?:not valid|invalid)|(?:invalid|corrupted) thought[_ ]signature",
    re.DOTALL,
)

# Reasoning that the provider wants on past messages, where there is none to be had. Anthropic:
# "Expected `thinking` or `redacted_thinking`, but found `tool_use`". DeepSeek in that format: "The
# `content[].thinking` in the thinking mode must be passed back to the API."
_THINKING_MISSED = re.compile(
    r"expected `thinking`|thinking`? in the thinking mode must be passed back"
    r"|reasoning_content.*(?:passed back|missing)",
    re.DOTALL,
)


def without_thinking(conversation: Conversation) -> Conversation:
    """The conversation with all past reasoning left out; turns that held nothing else go too."""
    turns: list[Turn] = []
    for turn in conversation.turns:
        parts = tuple(part for part in turn.parts if not isinstance(part, Thinking))
        if parts or not turn.parts:
            turns.append(turn if len(parts) == len(turn.parts) else replace(turn, parts=parts))
    return replace(conversation, turns=tuple(turns))


def _stream_options(sentence: str, traits: Traits) -> Traits | None:
    return replace(traits, stream_usage=False) if "stream_options" in sentence else None


def _max_tokens_field(sentence: str, traits: Traits) -> Traits | None:
    # OpenAI: "Unsupported parameter: 'max_tokens' is not supported with this model. Use
    # 'max_completion_tokens' instead." Other servers know only the older name.
    if "max_completion_tokens" not in sentence:
        return None
    if "instead" in sentence and "'max_tokens'" in sentence:
        return replace(traits, max_tokens_field="max_completion_tokens")
    if traits.max_tokens_field == "max_completion_tokens":
        return replace(traits, max_tokens_field="max_tokens")
    return None


# "max_tokens is too large: 32000. This model supports at most 16384", "the valid range of
# max_tokens is [1, 8192]", "max_tokens: 64000 > 32000, which is the maximum": the limit is the
# last number of the clause, and the smallest one above 1 in the others.
_NUMBER = re.compile(r"(?<![\w.-])\d[\d,]*(?![\w.])")


def _max_tokens_limit(sentence: str, traits: Traits) -> Traits | None:
    if not re.search(r"max_(completion_|output_)?tokens|max_new_tokens", sentence):
        return None
    numbers = [int(number.replace(",", "")) for number in _NUMBER.findall(sentence)]
    limits = [number for number in numbers if number >= 256]
    if not limits:
        return None
    limit = min(limits)
    known = traits.max_output_tokens
    return replace(traits, max_output_tokens=limit) if known is None or limit < known else None


def _reasoning_history(sentence: str, traits: Traits) -> Traits | None:
    # DeepSeek: "The `reasoning_content` in the thinking mode must be passed back to the API."
    # Kimi: "thinking is enabled but reasoning_content is missing in assistant tool call message".
    # Groq, Mistral and strict servers: "property 'reasoning_content' is unsupported".
    if not any(name in sentence for name in ("reasoning_content", "reasoning_details")):
        return None
    if "tool call message" in sentence:
        return replace(traits, reasoning_history="reasoning_content", missing_reasoning="blank")
    if "passed back" in sentence or "missing" in sentence or "required" in sentence:
        return replace(traits, reasoning_history="reasoning_content", missing_reasoning="empty")
    return replace(traits, reasoning_history="drop", missing_reasoning="omit")


# A wrong value is the client's mistake; only a field that is not taken at all is a lesson.
_NOT_TAKEN = re.compile(
    r"not (?:support|permit|allow|available)|n't support|unsupported|unknown|unrecogni[sz]ed"
    r"|unexpected|unavailable|deprecated|extra inputs|no longer|cannot be used"
)


def _switched_off(word: str, **change: object) -> Rule:
    def rule(sentence: str, traits: Traits) -> Traits | None:
        if word not in sentence or _NOT_TAKEN.search(sentence) is None:
            return None
        return replace(traits, **change)  # type: ignore[arg-type]

    return rule


def _mid_system(sentence: str, traits: Traits) -> Traits | None:
    # Look-alikes of Anthropic that know two roles only, whatever their words for it are.
    named = "role" in sentence and "system" in sentence
    return replace(traits, mid_system=False) if named and "messages" in sentence else None


def _call_signatures(sentence: str, traits: Traits) -> Traits | None:
    # Gemini 3: "Function call is missing a thought_signature in functionCall parts."
    missing = "missing a thought_signature" in sentence
    return replace(traits, call_signatures=True) if missing else None


def _hosted_search(sentence: str, traits: Traits) -> Traits | None:
    # "Hosted tool 'web_search' is not supported with this model", "Input tag
    # 'web_search_20250305' found using 'type' does not match any of the expected tags".
    refused = "does not match" in sentence or _NOT_TAKEN.search(sentence) is not None
    if "web_search" not in sentence or not refused:
        return None
    return replace(traits, hosted_tools=False, web_search="none")


_WIRE_RULES: tuple[Rule, ...] = (
    _call_signatures,
    _mid_system,
    _switched_off("context_management", betas=False),
    _switched_off("output_config", betas=False),
    _switched_off("anthropic-beta", betas=False),
    _switched_off("defer_loading", betas=False),
    _hosted_search,
)

_OPTION_RULES: tuple[Rule, ...] = (
    _stream_options,
    _max_tokens_field,
    _max_tokens_limit,
    _switched_off("parallel_tool_calls", parallel_tool_calls=False),
    _switched_off("prompt_cache_key", prompt_cache_key=False),
    _switched_off("safety_identifier", user_field=None),
    _switched_off("reasoning_effort", reasoning="none"),
    _switched_off("reasoning.effort", reasoning="none"),
    _switched_off("encrypted content", reasoning="none"),
    _switched_off("temperature", temperature=False),
    _switched_off("top_p", top_p=False),
    _switched_off("tool_choice", forced_tool_choice=False),
    _switched_off("response_format", json_schema=False),
)
