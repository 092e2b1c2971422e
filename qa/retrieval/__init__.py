"""Retrieval: the passages that fit a question by meaning and by words."""
