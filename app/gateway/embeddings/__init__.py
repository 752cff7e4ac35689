"""Requests for embeddings at their providers: cut, asked side by side, put together, counted.

What a request and an answer look like is `app.dialects.embeddings`' business; who is asked and how
often is the walk's (`app.gateway.walk`), as for every request that asks a model.
"""
