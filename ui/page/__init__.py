"""The chat page's parts: what it shows, and what happens when somebody clicks."""
