"""The site's clock: this machine's, or in the sample that of its story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from supportfirst.casework.access import clock

REAL = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def test_a_real_site_goes_by_the_clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: REAL)

    assert clock.now() == REAL


def test_the_sample_goes_by_its_story(monkeypatch, settings):
    monkeypatch.setattr("django.utils.timezone.now", lambda: REAL)
    settings.CLOCK_AHEAD = timedelta(days=-101)

    assert clock.now() == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
