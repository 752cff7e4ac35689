"""Answers in the Responses format that clients go on from by an id.

A request that names an answer (`previous_response_id`), or items of answers (`item_reference`), is
read with their words in their places, so that every provider can be asked. `history` and `shelf`
are pure; `store` knows memory and disk. Nothing here speaks HTTP.
"""
