"""`kexun serve`."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from types import ModuleType

from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Refused, configuration, say

log = logging.getLogger(__name__)


def serve(config: ConfigPath = DEFAULT_CONFIG) -> int:
    """Run until told to stop; the exit status is the service's own."""
    found = configuration(config)
    if not found.database.parent.is_dir():
        raise Refused(say("cli-no-folder", path=str(found.database.parent)))
    app, logs = _parts()
    logs.setup(sys.stderr, debug=bool(os.environ.get("KEXUN_DEBUG")))
    for warning in found.warnings:
        log.warning("configuration", extra={"why": warning})
    return asyncio.run(app.serve(found))


def _parts() -> tuple[ModuleType, ModuleType]:
    """The service and its log. Loading them makes very many things that stay: looking for garbage among those, now or
    ever again, would cost a sixth of the time to start."""
    gc.disable()
    from bot import app, logs

    gc.freeze()
    gc.enable()
    return app, logs
