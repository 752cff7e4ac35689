"""Requests over a WebSocket: Responses at /v1/responses, Chat Completions at /ws/chat.

Each request of a socket is a request like any other: it has its own id, row, limits and settings,
and goes through the same endpoint functions; only its destination is a part of the socket.
`responses_frames` and `chat_frames` know the frames and nothing of aiohttp; `connection` is the
only module that knows how a WebSocket is read and written.
"""
