"""Cells in bulk: columns of texts become columns of numbers, and the numbers become marks.

The one place of this room that may use NumPy. Layouts hand over texts in blocks of any
size; nothing is kept of a block but 29 bytes a mark and a `Problem` for each cell that
could not be used, so five million rows fit in the memory of a laptop.
"""

from supportfirst.attendance.registers.bulk.collector import Collector

__all__ = ["Collector"]
