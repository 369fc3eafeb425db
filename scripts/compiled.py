"""The compiled kernel that is kept beside its source, and how to be rid of it.

The compiler checks a kept file against its own source only, not against the other kernel
files that it calls; after a change of any of them, everything kept must go.
"""

from __future__ import annotations

from pathlib import Path


def forget_compiled(folder: Path) -> None:
    """Take away every compiled function under a folder."""
    for pattern in ("*.nbi", "*.nbc"):
        for kept in folder.rglob(pattern):
            kept.unlink(missing_ok=True)
