"""Named changes of traits: what one endpoint does otherwise than the ordinary one.

A preset switches them on by name, for all models or for some. Each is pure and says one thing; a
later one wins over an earlier one.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from app.core.traits import Traits

Change = Callable[[Traits], Traits]


def _set(**changes: Any) -> Change:
    def change(traits: Traits) -> Traits:
        return replace(traits, **changes)

    return change


QUIRKS: dict[str, tuple[str, Change]] = {
    # Content
    "no_images": ("It cannot see pictures.", _set(images=False)),
    "no_image_urls": ("Pictures must be data URLs.", _set(image_urls=False)),
    "pdf": ("It reads PDF files.", _set(pdf=True)),
    "tool_result_images": ("A tool's result may hold pictures.", _set(tool_result_images=True)),
    "string_content": ("A message's content must be one string.", _set(parts_content=False)),
    "no_null_content": ("Content must not be null.", _set(null_content=False)),
    "cache_marks": ("It reads cache_control.", _set(cache_marks=True)),
    "cache_breakpoints": (
        "Where the client marks nothing for the cache, Dragoman does.",
        _set(cache_breakpoints=True),
    ),
    "system_in_place": (
        "System messages may stand anywhere.",
        _set(system_in_place=True),
    ),
    "developer_role": ("Instructions have the role developer.", _set(system_role="developer")),
    "merge_same_role": (
        "Two messages of one role in a row are refused.",
        _set(merge_same_role=True),
    ),
    "compaction": ("It makes compaction items.", _set(compaction=True)),
    # Options
    "max_completion_tokens": (
        "The output limit is called max_completion_tokens.",
        _set(max_tokens_field="max_completion_tokens"),
    ),
    "no_stream_usage": ("It does not take stream_options.", _set(stream_usage=False)),
    "no_temperature": ("It does not take temperature.", _set(temperature=False)),
    "temperature_to_1": ("Temperature goes from 0 to 1.", _set(temperature_max=1.0)),
    "temperature_to_1_5": ("Temperature goes from 0 to 1.5.", _set(temperature_max=1.5)),
    "no_top_p": ("It does not take top_p.", _set(top_p=False)),
    "top_k": ("It takes top_k.", _set(top_k=True)),
    "no_penalties": ("It does not take penalties.", _set(penalties=False)),
    "no_logprobs": ("It does not take logprobs.", _set(logprobs=False)),
    "no_seed": ("It does not take seed.", _set(seed=False)),
    "verbosity": ("It takes verbosity.", _set(verbosity=True)),
    "no_stop": ("It takes no stop sequences.", _set(stop_limit=0)),
    "one_stop": ("It takes one stop sequence.", _set(stop_limit=1)),
    "five_stops": ("It takes five stop sequences.", _set(stop_limit=5)),
    "sixteen_stops": ("It takes sixteen stop sequences.", _set(stop_limit=16)),
    "any_stops": ("It takes any number of stop sequences.", _set(stop_limit=None)),
    "user": ("The end user's id goes into user.", _set(user_field="user")),
    "safety_identifier": (
        "The end user's id goes into safety_identifier.",
        _set(user_field="safety_identifier"),
    ),
    "prompt_cache_key": ("It takes prompt_cache_key.", _set(prompt_cache_key=True)),
    "service_tier": ("It takes service_tier.", _set(service_tier=True)),
    "json_object_only": ("It makes JSON, but after no schema.", _set(json_schema=False)),
    # Tools
    "no_tools": ("It cannot call tools.", _set(tools=False)),
    "word_tool_ids": ("Tool call ids are of [A-Za-z0-9_-].", _set(tool_ids="word")),
    "nine_letter_tool_ids": ("Tool call ids have nine letters or digits.", _set(tool_ids="nine")),
    "long_tool_names": ("Tool names may have 128 characters.", _set(tool_name_limit=128)),
    "no_parallel_switch": (
        "It does not take parallel_tool_calls.",
        _set(parallel_tool_calls=False),
    ),
    "no_forced_tool": ("The model always chooses freely.", _set(forced_tool_choice=False)),
    "no_forced_tool_while_thinking": (
        "While it thinks, the model chooses freely.",
        _set(forced_tool_choice_while_thinking=False),
    ),
    "no_strict_tools": ("It does not take strict on a tool.", _set(strict_tools=False)),
    "grammar_schemas": (
        "Tool schemas are made into a grammar, which knows fewer words.",
        _set(schema_subset="grammar"),
    ),
    "gemini_schemas": ("Tool schemas are Gemini's subset.", _set(schema_subset="gemini")),
    "web_search_options": (
        "It searches the web with web_search_options.",
        _set(web_search="web_search_options"),
    ),
    "web_search_enable_search": (
        "It searches the web with enable_search.",
        _set(web_search="enable_search"),
    ),
    "web_search_glm_tool": (
        "It searches the web with a tool of the type web_search.",
        _set(web_search="glm_tool"),
    ),
    "web_search_zai_tool": (
        "It searches the web with a tool of the type web_search and an engine of Z.AI's.",
        _set(web_search="zai_tool"),
    ),
    "web_search_openrouter_tool": (
        "It searches the web with a tool of the type openrouter:web_search.",
        _set(web_search="openrouter_tool"),
    ),
    "web_search_tool": (
        "It searches the web with a tool of the type web_search (Responses).",
        _set(web_search="responses_tool"),
    ),
    "web_search_online_suffix": (
        "It searches the web where the model's name ends in :online.",
        _set(web_search="online_suffix"),
    ),
    "web_search_google_search": (
        "It searches the web with the tool googleSearch.",
        _set(web_search="google_search"),
    ),
    # Reasoning
    "reasoning_effort": ("Reasoning is set by reasoning_effort.", _set(reasoning="effort")),
    "reasoning_thinking_type": (
        "Reasoning is switched by thinking.type.",
        _set(reasoning="thinking_type"),
    ),
    "reasoning_thinking_type_effort": (
        "Reasoning is switched by thinking.type and set by reasoning_effort.",
        _set(reasoning="thinking_type_effort"),
    ),
    "reasoning_enable_thinking": (
        "Reasoning is set by enable_thinking and thinking_budget.",
        _set(reasoning="enable_thinking"),
    ),
    "reasoning_chat_template": (
        "Reasoning is switched by chat_template_kwargs.",
        _set(reasoning="chat_template"),
    ),
    "reasoning_object": (
        "Reasoning is set by a reasoning object.",
        _set(reasoning="reasoning_object"),
    ),
    "thinking_level": (
        "Thinking is set by a level.",
        _set(reasoning="thinking_level"),
    ),
    "thinking_budget": (
        "Thinking is set by a budget of tokens.",
        _set(reasoning="thinking_budget"),
    ),
    "thinking_128_to_32k": (
        "A thinking budget has 128 to 32,768 tokens.",
        _set(thinking_range=(128, 32_768), thinking_optional=False),
    ),
    "thinking_512_to_24k": (
        "A thinking budget has 512 to 24,576 tokens.",
        _set(thinking_range=(512, 24_576)),
    ),
    "always_thinks": ("Thinking cannot be switched off.", _set(thinking_optional=False)),
    "no_reasoning_control": ("Reasoning cannot be set.", _set(reasoning="none")),
    "efforts_low_high": ("Efforts are low and high.", _set(efforts=("low", "high"))),
    "efforts_high_max": ("Efforts are high and max.", _set(efforts=("high", "max"))),
    "efforts_minimal_to_max": (
        "Efforts are minimal to max; which of them are the same, it decides itself.",
        _set(efforts=("minimal", "low", "medium", "high", "xhigh", "max")),
    ),
    "efforts_minimal_to_high": (
        "Efforts are minimal to high.",
        _set(efforts=("minimal", "low", "medium", "high")),
    ),
    "efforts_none_to_high": (
        "Efforts are none to high.",
        _set(efforts=("none", "low", "medium", "high")),
    ),
    "efforts_none_to_xhigh": (
        "Efforts are none to xhigh.",
        _set(efforts=("none", "low", "medium", "high", "xhigh")),
    ),
    "efforts_all": (
        "Efforts are none to xhigh, minimal among them.",
        _set(efforts=("none", "minimal", "low", "medium", "high", "xhigh")),
    ),
    "keep_reasoning_content": (
        "It wants reasoning_content back on the assistant's messages.",
        _set(reasoning_history="reasoning_content"),
    ),
    "empty_reasoning_content": (
        "Each of the assistant's messages must have reasoning_content, if need be an empty one.",
        _set(missing_reasoning="empty"),
    ),
    "blank_reasoning_content": (
        "A message with tool calls must have reasoning_content, if need be a blank one.",
        _set(missing_reasoning="blank"),
    ),
    "keep_reasoning_details": (
        "It wants reasoning_details back unchanged.",
        _set(reasoning_history="reasoning_details"),
    ),
    "keep_reasoning": (
        "It wants reasoning back as a string.",
        _set(reasoning_history="reasoning"),
    ),
    "thinks_only_streaming": (
        "It thinks only in streams; elsewhere thinking must be off.",
        _set(thinking_only_streaming=True),
    ),
    "prefill_prefix": (
        "A last assistant message is continued where it has prefix: true.",
        _set(prefill="prefix"),
    ),
    "no_prefill": ("The last message must be the user's.", _set(prefill="none")),
    # Streaming
    "stream_only": ("It answers in streams only.", _set(stream_only=True)),
    "output_excludes_reasoning": (
        "completion_tokens does not count the reasoning.",
        _set(output_excludes_reasoning=True),
    ),
    # Anthropic Messages
    "budget_thinking": (
        "Thinking has a budget, and is not adaptive.",
        _set(adaptive_thinking=False),
    ),
    "no_signatures": ("It does not check thinking signatures.", _set(signatures=False)),
    "no_sampling": ("Temperature, top_p and top_k are refused.", _set(sampling=False)),
    "sampling": ("Temperature, top_p and top_k are taken.", _set(sampling=True)),
    "no_betas": ("Beta headers and their fields are taken out.", _set(betas=False)),
    "no_documents": ("It does not read document blocks.", _set(documents=False)),
    "no_hosted_tools": ("It runs no tools itself.", _set(hosted_tools=False)),
    "no_mid_system": (
        "Messages have the roles user and assistant only.",
        _set(mid_system=False),
    ),
    # Gemini
    "call_signatures": (
        "The first call of each step must have a thought signature.",
        _set(call_signatures=True),
    ),
    "no_call_ids": ("Calls and their results have no ids.", _set(call_ids=False)),
    "mixed_tools": ("It runs tools itself beside the client's.", _set(mixed_tools=True)),
    "no_json_beside_tools": (
        "Where there are tools, the answer's form cannot be set.",
        _set(json_beside_tools=False),
    ),
}


def apply(names: Iterable[str], traits: Traits) -> Traits:
    """`traits` with the quirks of these names, in their order.

    Raises `KeyError` for a name that is not in `QUIRKS`.
    """
    for name in names:
        traits = QUIRKS[name][1](traits)
    return traits
