"""From rows to the core's values, and back. The only room that knows both."""
