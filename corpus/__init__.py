"""Plan files in, plans out: readers, cleaning, sections, metadata, sentences and passages.

Knows nothing of search, questions or pages. Everything it returns points into ``Plan.text`` by character offsets.
"""
