"""Fetching from the web, within limits of size, time and address."""
