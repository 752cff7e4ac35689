"""The server on localhost: the only room that speaks HTTP.

A request passes the guard, is matched to an endpoint, becomes an exchange with one or more
providers, and its answer is relayed. What the words mean is the dialects' business, where they go
is routing's; here are sockets, clocks, cancellation and nothing that a window could show.
"""
