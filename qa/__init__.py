"""The way out: a question becomes passages, a reading of them, and an answer with verbatim citations."""
