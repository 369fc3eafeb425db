"""One-time codes of six digits (RFC 6238 over RFC 4226): made, checked, and each taken once.

The secret is base32, as authenticator apps read it. A code is taken from the step of its time or the one
before or after, so that a telephone's clock may be off by half a minute.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

from supportfirst.casework.store.sealed_text import SealBroken, SealedTextField, sealed, unsealed

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1  # steps
ISSUER = "Supportfirst"


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def put_away(secret: str) -> str:
    """A secret that is not proved yet, as a session may keep it."""
    return sealed(secret)


def taken_out(kept: str) -> str | None:
    """The secret again; None where nobody can read it any more."""
    try:
        return unsealed(kept)
    except SealBroken:
        return None


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int, *, digits: int = DIGITS) -> str:
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}}"


def step_shown_by(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The step whose code this is; nothing where it is none of now, or of a step already used (`after`).

    No code is that of a secret which the site itself can't read any more.
    """
    if secret == SealedTextField.LOST:
        return None
    written = "".join(code.split()).encode()
    now = step_of(at)
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), written):
            return step
    return None


def address_for_apps(secret: str, email: str) -> str:
    """What an authenticator app reads from a QR code or a link."""
    label = quote(f"{ISSUER}:{email}", safe=":@")
    return (
        f"otpauth://totp/{label}?secret={secret}&issuer={quote(ISSUER)}&digits={DIGITS}&period={STEP_SECONDS}"
    )
