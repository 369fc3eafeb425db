"""A job's page: how far it has come, and a way to end it. A link looks again; nothing does so by itself."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from supportfirst.casework.actions.cancel_job import cancel_job
from supportfirst.casework.actions.see_job import see_job
from supportfirst.casework.web.middleware import Request


@require_safe
def show_job(request: Request, job_id: uuid.UUID) -> HttpResponse:
    return render(request, "pages/job.html", {"job": see_job(request.actor, job_id)})


@require_POST
def cancel(request: Request, job_id: uuid.UUID) -> HttpResponse:
    state = cancel_job(request.actor, job_id)
    told = {
        "cancelled": "The job was cancelled.",
        "running": "The job will end at its next step.",
    }
    messages.success(request, told.get(state, "The job had ended already."))
    return redirect("job", job_id=job_id)


urlpatterns = [
    path("jobs/<uuid:job_id>/", show_job, name="job"),
    path("jobs/<uuid:job_id>/cancel/", cancel, name="job-cancel"),
]
