"""HTML: its encoding and title, the walk over its tree, what in it is no content, and its tables."""
