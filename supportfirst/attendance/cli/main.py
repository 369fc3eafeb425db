"""The core's command line: registers in, figures, reasons and worklists out, with no database.

Each command is a file of its own; this one mounts them. Heavy rooms are imported inside
the commands that need them, so that `--help` answers at once.
"""

from __future__ import annotations

import typer

from supportfirst import __version__
from supportfirst.attendance.cli import (
    assess,
    check_pack,
    compare_packs,
    explain,
    ledger,
    packs,
    read_register,
    rerun,
    schema,
    sheet,
    summarise,
    test_drive,
)

app = typer.Typer(
    name="supportfirst",
    help="From school registers to support, and only then to lawful, provable escalation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(value: bool) -> None:  # noqa: FBT001  (typer's signature)
    if value:
        typer.echo(f"supportfirst {__version__}")
        raise typer.Exit


@app.callback()
def supportfirst(
    version: bool = typer.Option(  # noqa: ARG001, FBT001, RUF100
        False,  # noqa: FBT003
        "--version",
        callback=_show_version,
        is_eager=True,
        help="Say which version this is.",
    ),
) -> None:
    """Take registers, tell the truth about them."""


app.command("read-register")(read_register.read_register)
app.command("assess")(assess.assess)
app.command("summarise")(summarise.summarise_command)
app.command("explain")(explain.explain)
app.command("sheet")(sheet.sheet)
app.command("rerun")(rerun.rerun)
app.command("check-pack")(check_pack.check)
app.command("compare-packs")(compare_packs.compare_packs)
app.command("test-drive")(test_drive.try_policy)
app.command("schema")(schema.schema)
app.add_typer(ledger.app, name="ledger", help="Keep marks so that nothing is ever overwritten.")
app.add_typer(packs.app, name="packs", help="The policies that ship, and everything that one says.")
