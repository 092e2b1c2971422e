"""What the reader is trained, measured and calibrated with; nothing here is needed to answer a question."""
