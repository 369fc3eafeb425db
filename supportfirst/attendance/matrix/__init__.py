"""Pupils by sessions: marks laid out as one row of small numbers a pupil.

The decision to know is in docs/adr/0002: a row holds every school day of the input, so
that windows and runs cross the first of August without special cases.
"""
