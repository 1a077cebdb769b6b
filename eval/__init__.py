"""Gold set in, scores out: how good the answers are, as numbers that anyone can make again.

A system (the assistant or a rival) answers every gold question once; scoring, statistics and the report work on those stored responses
alone. Nothing here calls a language model, and nothing here knows how an answer is put into words: the caller passes that in.
"""
