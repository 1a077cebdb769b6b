"""Question in, answer out: question analysis, retrieval, readers, citations and the assistant.

Knows nothing of gold sets, pages or the sentences shown to users: it returns values, ``ui`` makes them words.
"""
