"""Where an index is kept: the catalogue of documents, and the vectors of their chunks."""
