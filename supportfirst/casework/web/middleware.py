"""Who is asking, for every request: nothing but the pages listed here opens without signing in.

A page finds on its request the moment (`at`), the person (`actor`) and whose name the page bears
(`organisation`). The person's roles are read anew each time, so whoever left is out at their next click.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.clock import now
from supportfirst.casework.access.organisation import Organisation, organisation_of
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import must_take_second_step
from supportfirst.casework.web.faults import answer_fault

# Addresses by name that open to anybody. Whatever is not here asks who is there.
PUBLIC = frozenset(
    {"sign-in", "sign-in-code", "set-password", "new-password", "colours", "accessibility"}
    | {"letter-by-email", "emailed-letter", "notify-callback"}  # their own secrets guard them
)
PUBLIC_IN_DEMO = frozenset({"demo", "gallery"})
# What somebody signed in reaches before the second step is set up, and without a role today.
ALWAYS = PUBLIC | {"sign-out", "totp-setup", "totp-picture"}
KEPT_BY_BROWSERS = frozenset({"colours"})  # they hold nothing of anybody's


class Request(HttpRequest):
    """A request as views see it behind the sign-in."""

    at: datetime
    actor: Actor
    organisation: Organisation | None


def is_public(name: str) -> bool:
    return name in PUBLIC or (settings.DEMO and name in PUBLIC_IN_DEMO)


class WhoIsAsking:
    """Stands after Django's authentication, before every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, given: HttpRequest) -> HttpResponseBase:
        request = cast(Request, given)
        request.at = now()
        request.organisation = None
        user = request.user
        if not isinstance(user, AnonymousUser):
            request.actor = actor_of(user, request.at)
            request.organisation = organisation_of(request.actor)
        answer = self.get_response(request)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name not in KEPT_BY_BROWSERS:
            answer["Cache-Control"] = "no-store"
        return answer

    def process_view(self, request: Request, _view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        """Nothing, to go on; or the answer to whoever may not come in, or not yet."""
        name = (request.resolver_match.url_name if request.resolver_match else "") or ""
        if is_public(name):
            return None
        if name in PUBLIC_IN_DEMO:
            raise Http404
        if not hasattr(request, "actor"):
            return ask_to_sign_in(request)
        if name in ALWAYS:
            return None
        if not request.actor.memberships:
            return render(request, "pages/no_role.html", status=403)
        if lacks_second_step(request):
            return redirect("totp-setup")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What is another school's is answered as what does not exist; a fault of ours, without its words."""
        if isinstance(exception, NotThere):
            raise Http404 from exception
        return answer_fault(request, exception)


def lacks_second_step(request: Request) -> bool:
    """Whether the person must set up a second step first. A sample session asks for none."""
    if request.actor.user.totp_secret or (settings.DEMO and request.session.get("demo")):
        return False
    return any(must_take_second_step(each) for each in request.actor.memberships)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back. Only a path is kept: what was searched for is not."""
    address = reverse("sign-in")
    if request.method in ("GET", "HEAD") and request.path != "/":
        address += "?" + urlencode({"next": request.path})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("sign-in")})
    return redirect(address)
