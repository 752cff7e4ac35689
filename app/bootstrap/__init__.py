"""Builds and wires every object: the only room that sees every other one.

`serving` runs the server, `workshop` gives the commands one provider, `storage` the database.
Nothing is decided here but which part gets which.
"""
