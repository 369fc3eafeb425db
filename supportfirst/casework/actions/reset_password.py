"""Make a one-time link with which somebody sets a new password. The old one works until then."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.links import is_good, token_for
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.managing import managed_user, trail_of
from supportfirst.casework.actions.on_the_server import account_on_server, tell_places
from supportfirst.casework.actions.sign_in import only_school
from supportfirst.casework.store.models import User

RESET = "reset_password"
logger = logging.getLogger(__name__)
LETTER = """Hello {name},

an administrator of Supportfirst made this link for you. With it you set your password; it works once.

{link}

If you did not expect this, tell your administrator and leave the link alone.
"""


@transaction.atomic
def reset_password(actor: Actor, user_id: UUID, link_to: Callable[[UUID, str], str]) -> str:
    """The link, which is mailed as well. Refused for an account that reaches beyond the actor's places."""
    user = managed_user(actor, user_id)
    if not user.is_active:
        raise Refused(f"{user.name} has left. Invite them again.")
    link = link_to(user.pk, token_for(user, actor.at))
    mail_link(user, link)
    audit(actor, RESET, school=trail_of(actor, user), thing=str(user.pk))
    return link


@transaction.atomic
def password_link_on_server(email: str, at: datetime, link_to: Callable[[UUID, str], str]) -> str:
    """The link, which is mailed to nobody. Raises Refused where nobody signs in with the address."""
    found = account_on_server(email, at)
    tell_places(found, RESET, at)
    return link_to(found.user.pk, token_for(found.user, at))


def whose_link(user_id: UUID, token: str, at: datetime) -> User:
    """The person whom a link lets set a password; NotThere for a link used, out of date or made up."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not is_good(user, token, at):
        raise NotThere
    return user


@transaction.atomic
def set_password(user_id: UUID, token: str, password: str, at: datetime) -> None:
    """Set it, which ends the link and every session that stood on the old password."""
    user = whose_link(user_id, token, at)
    user.set_password(password)
    user.save(update_fields=["password"])
    actor = actor_of(user, at)
    audit(actor, "set_password", school=only_school(actor))


def mail_link(user: User, link: str) -> None:
    """Once the change stands, which a mail server that fails does not undo: another link can be made."""
    words = LETTER.format(name=user.name, link=link)
    transaction.on_commit(partial(_mail, words, user.email))


def _mail(words: str, to: str) -> None:
    try:
        send_mail("Your Supportfirst account", words, None, [to])
    except (SMTPException, OSError, UnicodeError) as error:  # the log says that, and not to whom
        logger.warning("a link to set a password could not be mailed: %s", type(error).__name__)
