"""What is read: a file, a folder or a URL becomes a Document; one file a format."""
