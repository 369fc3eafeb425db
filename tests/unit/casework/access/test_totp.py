"""One-time codes against the vectors of RFC 6238 and RFC 4226, and each taken once."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from supportfirst.casework.access.totp import (
    address_for_apps,
    code_at,
    new_secret,
    step_of,
    step_shown_by,
)
from tests.factories.site_accounts import NINE

SECRET = base64.b32encode(b"12345678901234567890").decode()
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(seconds, code):
    step = step_of(datetime.fromtimestamp(seconds, UTC))

    assert code_at(SECRET, step, digits=8) == code
    assert code_at(SECRET, step) == code[2:]


@pytest.mark.parametrize(
    ("counter", "code"), list(enumerate(["755224", "287082", "359152", "969429", "338314", "254676"]))
)
def test_codes_are_those_of_rfc_4226_appendix_d(counter, code):
    assert code_at(SECRET, counter) == code


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_the_step_before_or_after_is_taken(steps, taken):
    code = code_at(SECRET, step_of(NINE + steps * HALF_A_MINUTE))

    assert (step_shown_by(SECRET, code, NINE, after=0) is not None) is taken


def test_a_code_may_be_written_with_spaces():
    code = code_at(SECRET, step_of(NINE))

    assert step_shown_by(SECRET, f" {code[:3]} {code[3:]} ", NINE, after=0) == step_of(NINE)


def test_a_code_is_not_taken_twice_nor_one_older_than_the_last():
    now = step_of(NINE)

    assert step_shown_by(SECRET, code_at(SECRET, now), NINE, after=now) is None
    assert step_shown_by(SECRET, code_at(SECRET, now - 1), NINE, after=now) is None
    assert step_shown_by(SECRET, code_at(SECRET, now + 1), NINE, after=now) == now + 1


@pytest.mark.parametrize("written", ["", "abcdef", "12345", "１２３４５６"])
def test_what_is_no_code_is_refused(written):
    assert step_shown_by(SECRET, written, NINE, after=0) is None


def test_secrets_differ_and_are_read_by_apps():
    one, other = new_secret(), new_secret()

    assert one != other
    assert len(base64.b32decode(one)) == 20
    assert address_for_apps(SECRET, "ada@example.org") == (
        f"otpauth://totp/Supportfirst:ada@example.org?secret={SECRET}&issuer=Supportfirst&digits=6&period=30"
    )
