"""Text: sentences, words, tokens, names and numbers. Knows nothing of documents or models."""
