"""Run alone, with a database of its own: a school where everybody writes at once, each in another order.

`python -m tests.unit.casework.morning.racing`: DATABASE_URL names an empty database. One process logs
calls and settles marks, one takes registers, one records events of many children, one signs children out
and back in at the desk, one is the worker.
Prints what came of it.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

ROUNDS = 40


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.core.management import call_command
    from django.db import connection, connections, transaction

    django.setup()
    call_command("migrate", verbosity=0)
    from supportfirst.casework.actions.assess_school import ask_reassessment
    from supportfirst.casework.queries.ledger_check import check_ledger
    from tests.factories.site_registers import QUARTER_TO_NINE, a_register_school, submit

    held = a_register_school()
    submit(held, "N", "N", "N", "N")
    with transaction.atomic():
        ask_reassessment(held.school, None, QUARTER_TO_NINE)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    everybody = (call_and_settle, take_register, record_of_all, sign_out_and_back, work)
    start, answers = context.Barrier(len(everybody)), context.Queue()
    at_once = [context.Process(target=_repeated, args=(one, held, start, answers)) for one in everybody]
    for each in at_once:
        each.start()
    came = [answers.get(timeout=120) for _ in at_once]
    for each in at_once:
        each.join()
    told = {"came": dict(Counter(came)), "holds": check_ledger().holds, "vendor": connection.vendor}
    print(json.dumps(told))  # noqa: T201  the answer


def _repeated(one: Callable[[Any, int], None], held: Any, start: Any, answers: Any) -> None:
    from django.db import connections

    connections.close_all()
    start.wait()
    try:
        for turn in range(ROUNDS):
            one(held, turn)
    except Exception as error:  # noqa: BLE001  told to the test, which fails on it
        answers.put(f"{one.__name__}: {error!r}")
    else:
        answers.put("done")


def call_and_settle(held: Any, turn: int) -> None:
    """An event first and the mark after it, in one transaction."""
    from django.db import transaction

    from supportfirst.casework.actions.amend_mark import amend_mark
    from supportfirst.casework.actions.record_event import record_event
    from tests.factories.site_registers import FRIDAY

    pupil, officer = held.pupils[turn % 4], held.acting(held.officer)
    was, becomes = ("N", "I") if turn // 4 % 2 == 0 else ("I", "N")
    with transaction.atomic():
        told = {"channel": "phone"}
        record_event(officer, held.school, pupil.pupil, "contact", submission=uuid.uuid4(), data=told)
        amend_mark(officer, pupil, FRIDAY, 0, was, becomes, None, "asked at home", uuid.uuid4())


def take_register(held: Any, turn: int) -> None:
    """The registers of the twelve sessions before, newest first, again and again."""
    from supportfirst.casework.actions.submit_register import submit_register
    from tests.factories.site_registers import FRIDAY

    turn %= 12
    day = FRIDAY - timedelta(days=7 * (turn // 8) + turn % 8 // 2 + 1)
    marks = {each.pk: "/" for each in held.pupils}
    submit_register(held.acting(), held.school, held.group, day, turn % 2, marks, {}, uuid.uuid4())


def record_of_all(held: Any, turn: int) -> None:
    """One transaction for every child, the last of the class first."""
    from django.db import transaction

    from supportfirst.casework.actions.record_event import record_event

    with transaction.atomic():
        for pupil in reversed(held.pupils):
            told = {"channel": "text"}
            record_event(
                held.acting(held.officer),
                held.school,
                pupil.pupil,
                "contact",
                submission=uuid.uuid4(),
                data=told,
            )


def sign_out_and_back(held: Any, turn: int) -> None:
    """The same children whose marks are settled meanwhile."""
    from supportfirst.casework.actions.sign_pupil_back_in import sign_pupil_back_in
    from supportfirst.casework.actions.sign_pupil_out import sign_pupil_out
    from tests.factories.site_registers import QUARTER_TO_NINE

    told = {"at": QUARTER_TO_NINE.time(), "adult": "an aunt", "reason": "the dentist"}
    for sign in (sign_pupil_out, sign_pupil_back_in):
        sign(held.acting(held.officer), held.pupils[turn % 4], submission=uuid.uuid4(), **told)


def work(held: Any, turn: int) -> None:
    """The worker's next job; none may be due."""
    from supportfirst.casework.actions.run_jobs import Worker
    from tests.factories.site_registers import QUARTER_TO_NINE

    done = Worker(now=lambda: QUARTER_TO_NINE).run_next()
    assert done is None or done.state == "done", done.error


if __name__ == "__main__":
    main()
