"""One-time links to set a password. Good until used, or for as long as PASSWORD_RESET_TIMEOUT says."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from supportfirst.casework.store.models import User


class _Tokens(PasswordResetTokenGenerator):
    """Django's tokens, at the caller's moment. They rest on the old password, and so end with it."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at

    def _now(self) -> datetime:
        return self._at.astimezone(UTC).replace(tzinfo=None)


def token_for(user: User, at: datetime) -> str:
    return _Tokens(at).make_token(user)


def is_good(user: User, token: str, at: datetime) -> bool:
    return _Tokens(at).check_token(user, token)
