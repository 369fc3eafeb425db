"""The site under load as a real one would run, and with its processes killed meanwhile."""
