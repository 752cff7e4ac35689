"""How many tokens a request will probably count, learnt from what providers reported before.

A stream towards an Anthropic client opens with the input's token count, which no other provider has
told by then; clients draw their context bar from it. Counting with a tokenizer costs milliseconds
and is another vendor's vocabulary; the ratio of tokens to bytes that this very model reported on
the last requests is cheaper and nearer. The closing event carries the provider's own count.
"""

# Bytes of JSON per token, English prose and code mixed, until a provider has reported.
_FIRST_GUESS = 4.0
_WEIGHT_OF_LATEST = 0.5
_MODELS_KEPT = 256


class InputEstimate:
    """Bytes per token for each model, as an exponential moving average."""

    def __init__(self) -> None:
        self._bytes_per_token: dict[tuple[str, str], float] = {}

    def tokens(self, provider: str, model: str, body_bytes: int) -> int:
        """The probable input of a request of `body_bytes`, at least 1."""
        ratio = self._bytes_per_token.get((provider, model), _FIRST_GUESS)
        return max(1, int(body_bytes / ratio))

    def learn(self, provider: str, model: str, body_bytes: int, tokens: int) -> None:
        """Take note of what a provider reported. Tiny requests say nothing about the ratio."""
        if tokens < 50 or body_bytes < 200:
            return
        key = (provider, model)
        ratio = body_bytes / tokens
        known = self._bytes_per_token.get(key)
        if known is not None:
            ratio = known + (ratio - known) * _WEIGHT_OF_LATEST
        elif len(self._bytes_per_token) >= _MODELS_KEPT:
            self._bytes_per_token.clear()
        self._bytes_per_token[key] = ratio
