"""The sample site's sign-in: a button for each role, on this machine alone, beside invented pupils alone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.timezone import localdate

from supportfirst.casework.access.demo import may_open
from supportfirst.casework.actions.start_demo_session import start_demo_session
from supportfirst.casework.queries.users import sample_people
from supportfirst.casework.web.middleware import Request
from supportfirst.casework.web.views.signing_in import pages


@pages
def demo(request: Request) -> HttpResponse:
    if not may_open(request.get_host(), request.META.get("REMOTE_ADDR", "")):
        raise Http404
    people = sample_people(localdate(request.at))
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        if chosen not in {str(each.user_id) for each in people}:
            raise Http404
        start_demo_session(request, UUID(chosen), request.at)
        return redirect("home")
    return render(request, "pages/demo.html", {"people": people})


urlpatterns = [path("demo", demo, name="demo")]
