"""The doors: terminal, HTTP API and chat page. They hold no logic of their own."""
