"""What a target can take, said in the terms of the dialect that it speaks.

The defaults describe a strict, ordinary endpoint. A provider's preset changes them through named
quirks (`app.providers.quirks`); an encoder reads them and never asks who the provider is.
"""

from dataclasses import dataclass
from typing import Literal

ReasoningControl = Literal[
    "none",  # the target has no knob for it
    "effort",  # reasoning_effort
    "thinking_type",  # thinking: {"type": "enabled" | "disabled"}
    "thinking_type_effort",  # the same, and reasoning_effort while it is enabled
    "enable_thinking",  # enable_thinking and thinking_budget
    "chat_template",  # chat_template_kwargs: {"enable_thinking": ...}
    "reasoning_object",  # reasoning: {"enabled" | "effort" | "max_tokens"}
    "thinking_level",  # thinkingConfig: {"thinkingLevel": ...}
    "thinking_budget",  # thinkingConfig: {"thinkingBudget": ...}, in tokens
]

# What stands for reasoning_content on a message whose reasoning nobody knows.
MissingReasoning = Literal[
    "omit",  # nothing
    "empty",  # "" on every assistant message
    "blank",  # " " on a message with tool calls, where "" counts as missing
]

ReasoningHistory = Literal[
    "drop",  # the target rejects or ignores reasoning in history
    "reasoning_content",  # wants it back on every assistant message that had it
    "reasoning_details",  # wants its own list back unchanged
    "reasoning",  # a plain string under "reasoning"
]

WebSearch = Literal[
    "none",  # the target has no search of its own
    "web_search_options",  # Chat Completions: a field of that name
    "responses_tool",  # Responses: a tool of the type web_search
    "enable_search",  # enable_search: true
    "glm_tool",  # a tool of the type web_search, with Zhipu's engine
    "zai_tool",  # the same, with the engine of Z.AI
    "openrouter_tool",  # a tool of the type openrouter:web_search
    "online_suffix",  # a model name that ends in :online; it searches for every request
    "google_search",  # Gemini: a tool of that name
]


@dataclass(frozen=True, slots=True)
class Traits:
    """Capabilities and peculiarities of one model at one provider. Tokens are counts."""

    # Limits
    max_output_tokens: int | None = None  # clamp, and the default where the wire needs one
    context_window: int | None = None
    stop_limit: int | None = 4  # stop sequences that it takes; 0: none at all

    # Content
    images: bool = True
    image_urls: bool = True  # False: data URLs only
    pdf: bool = False  # takes a file part (Chat) or a document block
    tool_result_images: bool = False  # inside a tool's result, not in a message after it
    parts_content: bool = True  # False: message content must be a plain string
    null_content: bool = True  # False: "" where there is no text beside tool calls
    cache_marks: bool = False  # reads cache_control
    cache_breakpoints: bool = False  # and shall have it where the client set none
    system_in_place: bool = False  # takes system messages in mid-conversation
    system_role: Literal["system", "developer"] = "system"
    merge_same_role: bool = False  # rejects two messages of one role in a row

    # Options
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    stream_usage: bool = True  # takes stream_options.include_usage
    temperature: bool = True
    temperature_max: float = 2.0
    top_p: bool = True
    top_k: bool = False
    penalties: bool = True
    user_field: Literal["user", "safety_identifier"] | None = None
    prompt_cache_key: bool = False
    service_tier: bool = False
    json_schema: bool = True  # False: json_object, and the schema in words
    logprobs: bool = True
    seed: bool = True
    verbosity: bool = False

    # Tools
    tools: bool = True
    tool_name_limit: int = 64
    tool_ids: Literal["any", "word", "nine"] = "any"  # word: [A-Za-z0-9_-]+; nine: 9 alphanumerics
    parallel_tool_calls: bool = True  # takes the switch
    forced_tool_choice: bool = True  # takes "required" and a named tool
    forced_tool_choice_while_thinking: bool = True
    strict_tools: bool = True  # takes "strict" on a tool
    schema_subset: Literal["full", "gemini", "grammar"] = "full"
    web_search: WebSearch = "none"

    # Reasoning
    reasoning: ReasoningControl = "none"
    efforts: tuple[str, ...] = ("low", "medium", "high")  # levels it knows, weakest first
    reasoning_history: ReasoningHistory = "drop"
    missing_reasoning: MissingReasoning = "omit"
    thinking_only_streaming: bool = False  # thinking must be off in calls that do not stream
    prefill: Literal["pass", "prefix", "none"] = "pass"  # none: the last word must be the user's

    # Streaming
    stream_only: bool = False  # refuses calls that do not stream
    output_excludes_reasoning: bool = False  # completion_tokens leaves the reasoning out

    # Anthropic Messages targets
    adaptive_thinking: bool = True  # 4.6 and newer: adaptive and effort, not budgets
    signatures: bool = True  # checks thinking signatures
    sampling: bool = True  # False: temperature, top_p and top_k are a 400
    betas: bool = True  # False: strip anthropic-beta and fields behind it
    documents: bool = True
    hosted_tools: bool = True
    mid_system: bool = True  # takes role "system" inside messages

    # Responses targets
    compaction: bool = False  # sums a conversation up in an item of its own

    # Gemini targets
    thinking_range: tuple[int, int] = (0, 24_576)  # least and most of a thinking budget
    thinking_optional: bool = True  # False: thinking cannot be switched off
    call_signatures: bool = False  # wants a signature on the first call of each step
    call_ids: bool = True  # takes ids of calls and results
    mixed_tools: bool = False  # runs tools itself beside functions of the client
    json_beside_tools: bool = True  # False: a form of the answer and tools exclude each other


@dataclass(frozen=True, slots=True)
class Target:
    """Where one attempt goes: a provider's name, the dialect it speaks, its model, its traits."""

    provider: str
    dialect: str
    model: str
    traits: Traits = Traits()
