"""`kexun serve`."""

from __future__ import annotations

import gc
import logging
import os
import sys
from importlib import import_module

from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Refused, configuration, say

log = logging.getLogger(__name__)


def serve(config: ConfigPath = DEFAULT_CONFIG) -> int:
    """Run until told to stop; the exit status is the service's own."""
    found = configuration(config)
    if not found.database.parent.is_dir():
        raise Refused(say("cli-no-folder", path=str(found.database.parent)))
    _load()
    import asyncio

    from bot import app, logs

    logs.setup(sys.stderr, debug=bool(os.environ.get("KEXUN_DEBUG")))
    for warning in found.warnings:
        log.warning("configuration", extra={"why": warning})
    return asyncio.run(app.serve(found))


def _load() -> None:
    """Load the service. That makes very many things that stay: looking for garbage among those, now or ever again,
    would cost a sixth of the time to start."""
    gc.disable()
    import_module("bot.app")
    gc.freeze()
    gc.enable()
