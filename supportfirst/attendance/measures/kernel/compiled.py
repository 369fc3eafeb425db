"""How the functions of the kernel are compiled. Numba is imported here and nowhere else.

Only the outermost function is kept in Numba's cache; the others become part of it, and
must, since a call would cost more than most of them do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit
from numba.cpython.unsafe.numbers import trailing_zeros as _trailing_zeros

Function = TypeVar("Function", bound=Callable[..., Any])
Number = Any  # a whole number of 64 bits; Numba finds out by itself which kind
trailing_zeros = cast(Any, _trailing_zeros)  # of 64 bits: the place of the lowest that is set


def part(function: Function) -> Function:
    """Compiled into whatever calls it."""
    return cast(Function, njit(nogil=True, error_model="numpy", forceinline=True)(function))


def whole(function: Function) -> Function:
    """Compiled, kept in the cache, and callable from Python without the lock."""
    return cast(Function, njit(nogil=True, error_model="numpy", cache=True)(function))
