"""What a request cost: the user's own prices, then those that the `genai-prices` package carries.

A price is whole micro-units of money per million tokens, and a model that nobody told us the price
of is unpriced: no price is ever taken from another vendor of the same name. `genai-prices` is data
in a package: nothing here reaches the network. Only `catalogue` may import it, since that takes a
fifth of a second; `price` and `book` are quick enough for every request.
"""
