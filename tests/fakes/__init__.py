"""Stand-ins for the outside world: providers, scripted, that can be wrong on purpose.

Nothing here imports `app.dialects`: what a provider says and reads is written down a second time,
so that the gateway is not tested against its own idea of the wire.
"""
