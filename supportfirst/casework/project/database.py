"""The database of an address: SQLite in the data folder where none is given, PostgreSQL for an authority."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# One writer at a time, who waits instead of failing; readers are never kept waiting.
SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
# What a connection has asked five times is planned no more: nearly half of the database's work on a register
# was planning. A pool that hands each transaction to another connection can't have it: `?prepare=off`.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database_from(address: str, data: Path) -> dict[str, Any]:
    """Django's terms for `postgresql://user:password@host:port/name?host=/socket` or `sqlite:///path`.

    With `prepare=off` among what follows the question mark, nothing is prepared.
    """
    if not address:
        data.mkdir(parents=True, exist_ok=True)
        return _sqlite(str(data / "supportfirst.sqlite3"))
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/")) or ":memory:")
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            "DATABASE_URL begins with neither postgresql:// nor sqlite://; write one of the two"
        )
    asked = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {} if asked.get("prepare") == ["off"] else dict(PREPARED),
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE)}
