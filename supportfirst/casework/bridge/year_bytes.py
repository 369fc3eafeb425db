"""Setting one byte of many pupils' years where they are stored: the years need not travel, 730 bytes each."""

from __future__ import annotations

from typing import Any

from django.db.models import BinaryField, F, Func, Value


class OneByteSet(Func):
    """A column of bytes with the byte at a place, from 0, set to a number."""

    output_field = BinaryField()

    def __init__(self, column: str, offset: int, number: int, **more: Any) -> None:
        self.offset, self.number = offset, number
        super().__init__(F(column), Value(offset), Value(number), **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        sql, given = self.as_sql(compiler, connection, function="set_byte", **more)
        return sql, given

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        """What stands before the place, the byte, and what stands behind; joined it is a text until cast."""
        column, given = compiler.compile(self.source_expressions[0])
        before, after = self.offset, self.offset + 2
        joined = f"substr({column}, 1, {before}) || x'{self.number:02x}' || substr({column}, {after})"
        return f"CAST({joined} AS BLOB)", [*given, *given]
