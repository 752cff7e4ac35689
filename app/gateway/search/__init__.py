"""Searching the web for a client whose model cannot.

`service` knows the wire forms of SearXNG, Brave and Tavily, `client` asks them; `plan` decides what
becomes of a request that wants a search, `own_answer` answers one without any model, and `loop`
lets a model search that only knows functions. Nothing here opens an address that came from a
client, a model or a result: only the service that the settings name is called.
"""
