"""The worker of jobs under load, as `python -m django work_jobs` runs it, under a clock put back."""

from __future__ import annotations

import sys

import django

from benchmarks.load import put_back


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("work_jobs", *sys.argv[1:])


__all__ = ["main", "put_back"]

if __name__ == "__main__":
    main()
