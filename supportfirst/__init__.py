"""Supportfirst: registers to support for children who miss school, and only then to provable escalation."""

__version__ = "0.1.0"
