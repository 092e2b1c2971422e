"""Answers written by a language model, every sentence of which is checked against the passages."""
