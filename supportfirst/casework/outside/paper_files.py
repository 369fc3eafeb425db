"""Papers as tagged PDF. What is written goes in as data; the fonts are the compiler's own.

The same data give the same bytes: no clock and no random number is in them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PAPERS = Path(__file__).parent / "papers"


def paper(name: str, data: Mapping[str, Any]) -> bytes:
    """The paper of that name with these data."""
    import typst  # only a page that makes a paper pays for the compiler

    made: bytes = typst.compile(
        PAPERS / f"{name}.typ",
        root=PAPERS,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards="ua-1",  # readable by a screen reader; the compiler refuses what is not
        timestamp=0,
    )
    return made
