"""How to break the rule behind each proved requirement, so that its proof can be seen to fail.

`make prove ID` copies the project, runs the tests marked with the id (they must pass),
breaks the copy as said here, and runs them again (now one must fail). Choose the smallest
break that takes the behaviour away: a value moved one step, an operator turned, one
function made to answer nothing. A break that stops the program from starting proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text that stands once in a file; for a pack value, quote enough lines to be its own."""

    file: str  # from the project's root
    find: str
    replace: str


@dataclass(frozen=True, slots=True)
class MoveValue:
    """Write another value in a pack: the scalar at `path`, keys and list places from the file's top."""

    file: str  # e.g. supportfirst/policy/coventry/values.yaml
    path: tuple[str | int, ...]
    to: str | int


@dataclass(frozen=True, slots=True)
class Disable:
    """Make a function (or `Class.method`) answer `returns`, a Python literal, whatever it is given."""

    function: str  # module:function
    returns: str


Breaker = Edit | MoveValue | Disable

BREAKERS: dict[str, Breaker] = {}
