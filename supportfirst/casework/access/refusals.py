"""What somebody is told who may not do a thing; and the silence about what is not theirs to know of."""

from __future__ import annotations


class Refused(Exception):
    """The person may not do this, or not now; the message is fit for them to read."""


class NotThere(Exception):
    """There is no such thing, or it is another school's: the page answers 404 and says no more."""
