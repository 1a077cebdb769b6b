"""Faces only: the command line, the page, and every sentence a user sees.

Nothing here decides what is true: rooms before this one return codes, values and spans, and this room makes them words.
"""
