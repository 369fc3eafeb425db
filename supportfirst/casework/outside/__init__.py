"""Outside services, each behind a door of ours: mail, messages, files."""
