"""The way in: a file, folder or URL becomes searchable chunks with exact offsets. Knows nothing of questions."""
