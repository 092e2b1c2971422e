"""PDF: pages become lines in reading order, and lines become paragraphs."""
