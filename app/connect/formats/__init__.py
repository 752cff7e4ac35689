"""The notations of other programs' settings, each edited in place: what we do not own stays as is.

One file a notation. No file is read or written here.
"""
