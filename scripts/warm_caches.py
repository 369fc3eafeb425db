"""Compile the kernel and read every pack once, so that a user's first assessment does not wait."""

from __future__ import annotations

import sys

from scripts.compiled import forget_compiled
from scripts.traceability import ROOT
from supportfirst.attendance.measures.run import compile_kernel
from supportfirst.attendance.packs.load import warm_cache


def main() -> int:
    print("set-up: compiling the kernel and reading the packs, once", flush=True)
    forget_compiled(ROOT / "supportfirst")
    warm_cache()
    compile_kernel()
    return 0


if __name__ == "__main__":
    sys.exit(main())
