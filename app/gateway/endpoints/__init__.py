"""What each endpoint does with a call that the guard let in and whose key is known.

An endpoint is a function of the call, its route and its key, named in `table`. It answers, or
raises `Refused`; the server puts that into the client's own format. What asks providers is
`generation`.
"""
