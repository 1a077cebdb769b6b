"""Passages in, searchable generation out.

``encoder`` turns text into unit vectors and ``dense`` searches them, ``lexical`` searches the words, ``facts`` reads what sentences say,
``generation`` and ``store`` keep it all as one immutable, checksummed folder, and ``update`` brings that folder up to date with the plan
files. Nothing here knows questions, answers or people.
"""
