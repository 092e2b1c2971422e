"""What a turn of the conversation asks."""
