"""Answers in the documents' own words: which sentences are quoted, and that each stands where it is said to."""
