"""Run alone, with a database of its own: people decide about one alarm at once, while somebody amends.

`python -m tests.unit.casework.relied_on.racing`: DATABASE_URL names an empty database.
Prints what came of it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

DECISIONS = ("confirmed", "withdrawn", "confirmed", "withdrawn")


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.core.management import call_command
    from django.db import connection, connections, transaction

    django.setup()
    call_command("migrate", verbosity=0)
    from supportfirst.casework.actions.relying import register_reliance
    from supportfirst.casework.store.models import AuditEvent, Reliance, Retest
    from tests.factories.site import NINE
    from tests.factories.site_registers import FRIDAY, a_register_school, amend, submit

    held = a_register_school()
    evening = NINE + timedelta(hours=9)
    submit(held, "O", "O")
    for place in (0, 1):
        with transaction.atomic():
            register_reliance(
                *(held.acting(held.officer, evening), "certificate", f"thing {place}", "A paper"),
                *(held.pupils[place], (FRIDAY, FRIDAY), evening),
            )
        amend(held, place, original="O", new="I", at=evening)
    first, second = Retest.objects.order_by("reliance__thing")
    connections.close_all()
    decided = _raced(held, [("decide", first.pk, each) for each in DECISIONS])
    # of a decision and another amendment one comes first: either is right, and neither is lost
    mixed = _raced(held, [("decide", second.pk, "confirmed"), ("amend", held.pupils[1].pk, "L")])
    told = {
        "decided": dict(Counter(decided)),
        "lines": AuditEvent.objects.filter(verb="decide_alarm", thing=str(first.pk)).count(),
        "one_decision": Retest.objects.get(pk=first.pk).decision in DECISIONS,
        "amended": "amend kept" in mixed,
        "mixed_waits": Reliance.objects.get(thing="thing 1").standing == "waiting",
        "open": Retest.objects.filter(reliance__thing="thing 1", decision="").count(),
        "vendor": connection.vendor,
    }
    print(json.dumps(told))  # noqa: T201  the answer


def _raced(held: Any, asked: list[tuple[str, Any, str]]) -> list[str]:
    """Each in a process of its own, all started together; how each ended."""
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(asked)), context.Queue()
    racers = [context.Process(target=_run, args=(held, *each, start, answers)) for each in asked]
    for racer in racers:
        racer.start()
    came = [answers.get(timeout=60) for _ in racers]
    for racer in racers:
        racer.join()
    return came


def _run(held: Any, what: str, of: Any, how: str, start: Any, answers: Any) -> None:
    from django.db import connections

    from supportfirst.casework.access.refusals import Refused
    from supportfirst.casework.actions.decide_alarm import Decision, decide_alarm
    from tests.factories.site import NINE
    from tests.factories.site_registers import amend

    connections.close_all()
    moment = NINE + timedelta(hours=10)
    start.wait()
    try:
        if what == "amend":
            amend(held, 1, original="I", new=how, at=moment)
        else:
            shown = {"shown": 1, "submission": uuid.uuid4()}
            actor = held.acting(held.officer, moment)
            decide_alarm(actor, held.school.pk, of, Decision(how), "Looked at.", **shown)
        answers.put(f"{what} kept")
    except Refused:
        answers.put(f"{what} refused")
    except Exception as error:  # noqa: BLE001  told to the test, which expects none
        answers.put(f"{type(error).__name__}: {error}")
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
