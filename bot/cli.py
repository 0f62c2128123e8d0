"""The command line: `kexun`, and `python -m bot`. Each command imports what it needs when it runs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any

import typer

from bot import cli_feeds, cli_invite, cli_keep, cli_opml, cli_read, cli_serve, cli_sources, cli_telegram
from bot.cli_terms import Misused, Refused, say

OK, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130

Usage: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for every mistake on the command line; it has no public name of its own."""

# These two mistakes have no kind of their own, only typer's English words.
_NO_COMMAND = re.compile(r"No such command '(.*?)'\.(?: Did you mean '(.*?)')?")
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)")

app = typer.Typer(name="kexun", help=say("cli-kexun"), add_completion=False, no_args_is_help=True)
feeds = typer.Typer(help=say("cli-feeds"), no_args_is_help=True)
db = typer.Typer(help=say("cli-db"), no_args_is_help=True)
telegram = typer.Typer(help=say("cli-telegram"), no_args_is_help=True)
webhook = typer.Typer(help=say("cli-webhook"), no_args_is_help=True)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kexun {version('kexun')}")
        raise typer.Exit


@app.callback()
def _kexun(
    wanted: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help=say("cli-option-version"))
    ] = False,
) -> None:
    """What every command shares."""


app.command("serve", help=say("cli-serve"))(cli_serve.serve)
app.command("read", help=say("cli-read"))(cli_read.read)
app.command("check", help=say("cli-check"))(cli_keep.check)
app.command("backup", help=say("cli-backup"))(cli_keep.backup)
app.command("invite", help=say("cli-invite"))(cli_invite.invite)
app.add_typer(feeds, name="feeds")
feeds.command("check", help=say("cli-feeds-check"))(cli_feeds.check)
feeds.command("list", help=say("cli-feeds-list"))(cli_feeds.list_all)
feeds.command("add", help=say("cli-feeds-add"))(cli_sources.add)
feeds.command("filter", help=say("cli-feeds-filter"))(cli_sources.set_filter)
feeds.command("remove", help=say("cli-feeds-remove"))(cli_sources.remove)
feeds.command("pause", help=say("cli-feeds-pause"))(cli_sources.pause)
feeds.command("resume", help=say("cli-feeds-resume"))(cli_sources.resume)
feeds.command("import", help=say("cli-feeds-import"))(cli_opml.import_)
feeds.command("export", help=say("cli-feeds-export"))(cli_opml.export)
app.add_typer(db, name="db")
db.command("upgrade", help=say("cli-db-upgrade"))(cli_keep.upgrade)
app.add_typer(telegram, name="telegram")
telegram.add_typer(webhook, name="webhook")
webhook.command("set", help=say("cli-webhook-set"))(cli_telegram.put_up)
webhook.command("delete", help=say("cli-webhook-delete"))(cli_telegram.take_down)
webhook.command("info", help=say("cli-webhook-info"))(cli_telegram.info)


def main() -> None:
    """Do what the command line says and exit: 0 done, 1 not done, 2 not understood."""
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Do what the words say and return the exit status. Whatever goes wrong is one sentence on the error stream."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # terminals that do not know Chinese
    try:
        status = app(list(args), prog_name="kexun", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else OK
    except Misused as error:
        return _say(str(error), MISUSED)
    except Refused as error:
        return _say(str(error), FAILED)
    except Usage as error:  # without words it is a command without its subcommand: help has been shown
        return _say(_usage(error), MISUSED) if str(error) else MISUSED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as bug:
        if os.environ.get("KEXUN_DEBUG"):
            raise
        return _say(say("cli-bug", kind=type(bug).__name__), FAILED)


def _say(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _name(param: Any) -> str:
    """An option as it is written, an argument as help writes it."""
    name = str(param.metavar or param.opts[0]).removesuffix("...")
    return str(param.opts[0]) if param.opts[0].startswith("-") else name.upper()


def _usage(error: Exception) -> str:
    """One sentence for a mistake on the command line, with the place where help is."""
    where = getattr(getattr(error, "ctx", None), "command_path", "kexun")
    kind, near, param = type(error).__name__, getattr(error, "possibilities", None), getattr(error, "param", None)
    option, why = str(getattr(error, "option_name", "")), " ".join(str(getattr(error, "message", error)).split())
    if kind == "NoSuchOption" and near:
        return say("cli-no-option-near", option=option, near=str(near[0]))
    if kind == "NoSuchOption":
        return say("cli-no-option", option=option, where=where)
    if kind == "BadOptionUsage":
        return say("cli-missing", what=option, where=where)
    if kind == "MissingParameter" and param is not None:
        return say("cli-missing", what=_name(param), where=where)
    if kind == "BadParameter" and param is not None:
        return say("cli-bad-value", what=_name(param), where=where)
    if (unknown := _NO_COMMAND.match(why)) and unknown[2]:
        return say("cli-no-command-near", command=unknown[1], near=unknown[2])
    if unknown:
        return say("cli-no-command", command=unknown[1], where=where)
    if extra := _EXTRA.match(why):
        return say("cli-extra", what=extra[1], where=where)
    return say("cli-usage", why=why.rstrip("."), where=where)
