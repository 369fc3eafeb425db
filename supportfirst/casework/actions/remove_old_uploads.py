"""Delete the bytes of files that were sent long ago; what became of each is kept, as counts alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings

from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.register_preview import without_lists
from supportfirst.casework.outside import people_uploads
from supportfirst.casework.outside.upload_files import remove_bytes
from supportfirst.casework.queries.register_files import is_busy
from supportfirst.casework.store.models import Upload, UploadKind

REMOVE_UPLOADS = "remove_uploads"


def remove_old_uploads(asked: Asked, watch: Watch) -> Write:
    """The nightly job of a school. A file that is being read or taken in waits for the next night."""
    school, at = asked.school, watch.now()
    if school is None:
        raise JobRefused("No school was named whose files are to be deleted.")
    before = at - timedelta(days=settings.UPLOADS_KEPT_DAYS)

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        old = Upload.objects.select_related("job").filter(
            school=school, sent_at__lt=before, removed_at__isnull=True
        )
        gone = [row for row in old.order_by("sent_at", "pk") if not is_busy(row)]
        for row in gone:
            if row.kind == UploadKind.PEOPLE:
                people_uploads.remove(school.pk, row.pk)
            else:
                remove_bytes(school.pk, row.pk)
            row.removed_at, row.outcome = at, without_lists(row.outcome)
        Upload.objects.bulk_update(gone, ["removed_at", "outcome"])
        return {"removed": len(gone)}

    return write
