"""Embedding models: the bundled one, any SentenceTransformer, and LangChain's providers."""
