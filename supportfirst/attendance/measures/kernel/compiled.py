"""How the functions of the kernel are compiled. Numba is imported here and nowhere else.

Only the outermost function is kept in Numba's cache; the others become part of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    return cast(Function, njit(nogil=True, error_model="numpy")(function))


def compiled_and_kept(function: Function) -> Function:
    return cast(Function, njit(nogil=True, error_model="numpy", cache=True)(function))
