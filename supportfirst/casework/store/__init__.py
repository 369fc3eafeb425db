"""Rows: what is kept, and nothing of what it means."""
