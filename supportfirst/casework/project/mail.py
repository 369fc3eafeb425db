"""The mail server by one address: `smtp://name:password@mail.example.org:587`, as with DATABASE_URL.

`smtp` asks for STARTTLS, so that no password goes over the wire in clear; `smtps` is TLS from the first
byte; `smtp+plain` is neither, for a server on this machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from supportfirst.casework.project.environment import SettingMissing

NAME = "SUPPORTFIRST_SMTP"
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail_server_from(address: str) -> MailServer | None:
    """None where nothing is said. Raises SettingMissing for what is no such address."""
    if not address.strip():
        return None
    parts = urlsplit(address.strip())
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingMissing(NAME, "an address such as smtp://name:password@mail.example.org:587")
    return MailServer(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )
