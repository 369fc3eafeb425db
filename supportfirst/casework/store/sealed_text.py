"""Text that must be read again, and that nobody who has only the database may read.

Encrypted by a key made from the site's own secret key, which is in no row and no backup of rows. Older keys
of the site (`SECRET_KEY_FALLBACKS`) open what was sealed under them. A key that is lost opens nothing: what
was sealed is then known to nobody, and has to be set up anew.
"""

from __future__ import annotations

import base64
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

PURPOSE = b"supportfirst: text at rest"  # the same secret key signs cookies: each use has a key of its own
LONGEST = 255


class SealBroken(Exception):
    """Text that was sealed under a key that the site no longer has, or that is no sealed text."""


def sealed(text: str) -> str:
    return _locks().encrypt(text.encode()).decode()


def unsealed(held: str) -> str:
    """What was sealed. Raises SealBroken."""
    try:
        return _locks().decrypt(held.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _locks() -> MultiFernet:
    """The site's key first, which seals; then those that were."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(str(each))) for each in keys])


def _key_from(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)


class SealedTextField(models.CharField):  # type: ignore[type-arg]
    """A column of sealed text; "" stays empty, so that it can be asked whether there is any.

    What nobody can open is read as LOST, which is no text that was ever sealed.
    """

    LOST = "\N{REPLACEMENT CHARACTER}"

    def get_prep_value(self, value: Any) -> Any:
        return sealed(value) if value else super().get_prep_value(value)

    def from_db_value(self, held: str | None, _expression: Any, _connection: Any) -> str | None:
        if not held:
            return held
        try:
            return unsealed(held)
        except SealBroken:
            return self.LOST
