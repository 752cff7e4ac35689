"""A local server that read less than it was told, and did not say so.

Ollama drops the beginning of a prompt that is longer than its `num_ctx` (4096 tokens or so, unless
it is told otherwise) and answers what is left. Its own count of the prompt betrays it.
"""

from app.core.loss import Loss

# JSON with code or prose has three to five bytes a token, Chinese two or three.
_BYTES_PER_TOKEN = 12
_SMALLEST = 1024  # tokens; below that, nothing was cut


def cut_prompt(text_bytes: int, tokens: int) -> Loss | None:
    """What was lost of a prompt of `text_bytes` of which the server counted `tokens`, if any."""
    if tokens < _SMALLEST or text_bytes < tokens * _BYTES_PER_TOKEN:
        return None
    note = (
        f"the server read {tokens} tokens of {text_bytes} bytes: its context is too short for the "
        "conversation, whose beginning is gone. Ollama: set OLLAMA_CONTEXT_LENGTH"
    )
    return Loss("prompt", "messages", "content", note)
