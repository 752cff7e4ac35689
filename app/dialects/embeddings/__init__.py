"""Embeddings: texts into vectors, asked for in OpenAI's form, answered by whoever makes them.

A dialect of its own size: a request is a list of inputs, an answer is as many vectors in the same
order, and nothing streams. What is here reads a client's request, cuts it into batches that a
provider takes, writes each in the provider's form (OpenAI's, Gemini's, Ollama's), reads what comes
back, and writes the whole answer. Pure, as every dialect is: no tokenizer, no network, no clock.

Nothing is cut short and nothing is guessed: a vector that was not given is a failure.
"""
