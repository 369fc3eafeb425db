"""One-time links stay out of every log, Django's and the web server's: who reads one could sign in
by it, or read a letter to a family.

The page behind a link moves it out of the address at once (`web.views.signing_in`). What answers before
any page does, such as a form's check or a host that is not ours, logs the address that it was asked for.
"""

from __future__ import annotations

import logging
import re

ONE_TIME = re.compile(r"(/(?:set-password|letter-by-email)/)[^\s\"'?]+")


def without_links(text: str) -> str:
    return ONE_TIME.sub(r"\1…", text)


class WithoutLinks(logging.Filter):
    """Lets every line through, and takes what is a secret out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        if ONE_TIME.search(told):
            record.msg, record.args = without_links(told), ()
        return True
