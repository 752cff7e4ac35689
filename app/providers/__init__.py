"""Who serves models, as data: presets, their quirks, and the providers built from them.

A preset (`resources/presets/*.toml`) says what a vendor's endpoint is like; the user's settings say
which of them is used, with which key. Here they become a `Provider`: one immutable value with an
address, a way to authenticate and the traits of each model. Nothing here connects, reads a secret
or decides where a request goes.
"""
