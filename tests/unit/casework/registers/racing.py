"""Run alone, with a database of its own: many people submit at once, and the ledger still holds.

`python -m tests.unit.casework.registers.racing`: DATABASE_URL names an empty database.
Prints what came of it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import uuid
from collections import Counter
from typing import Any

RACERS = 4


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.factories.site_registers import a_register_school

    held = a_register_school()
    connections.close_all()
    number = uuid.uuid4()
    marks = ["/", "I", "N", "L"]
    same = [("submit", marks, number)] * RACERS
    different = [("submit", marks[turn:] + marks[:turn], uuid.uuid4()) for turn in range(RACERS)]
    changes = [("amend", ["I", new], uuid.uuid4()) for new in ("/", "L", "N", "U")]
    outcomes = {
        "same": _raced(held, same, 0),
        "different": _raced(held, different, 1),
        "amendments": _raced(held, changes, 0),
    }
    from supportfirst.casework.bridge.pupil_years import rebuilt, stored
    from supportfirst.casework.queries.ledger_check import check_ledger
    from supportfirst.casework.store.models import Amendment, RegisterDocument

    told = {
        **{name: dict(Counter(came)) for name, came in outcomes.items()},
        "documents": [RegisterDocument.objects.filter(half=half).count() for half in (0, 1)],
        "amended": Amendment.objects.count(),
        "holds": check_ledger().holds,
        "rebuilt": rebuilt(held.school) == stored(held.school),
        "vendor": connection.vendor,
    }
    print(json.dumps(told))  # noqa: T201  the answer


def _raced(held: Any, asked: list[tuple[str, list[str], uuid.UUID]], half: int) -> list[str]:
    """Each in a process of its own, all started together; how each ended."""
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(asked)), context.Queue()
    racers = [
        context.Process(target=_run, args=(held, what, marks, number, half, start, answers))
        for what, marks, number in asked
    ]
    for racer in racers:
        racer.start()
    came = [answers.get(timeout=60) for _ in racers]
    for racer in racers:
        racer.join()
    return came


def _run(
    held: Any, what: str, marks: list[str], number: uuid.UUID, half: int, start: Any, answers: Any
) -> None:
    from django.db import connections

    from supportfirst.casework.actions.submit_register import RegisterRefused
    from tests.factories.site_registers import amend, submit

    connections.close_all()
    start.wait()
    try:
        if what == "submit":
            submit(held, *marks, half=half, submission=number)
        else:
            amend(held, 1, original=marks[0], new=marks[1], half=half, submission=number)
        answers.put("kept")
    except RegisterRefused:
        answers.put("refused")
    except Exception as error:  # noqa: BLE001  told to the test, which fails on it
        answers.put(repr(error))


if __name__ == "__main__":
    main()
