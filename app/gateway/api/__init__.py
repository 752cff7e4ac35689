"""Endpoints that the gateway answers by itself, without a provider.

Each takes a snapshot and plain values and returns a JSON value; the server puts it on the wire.
"""
