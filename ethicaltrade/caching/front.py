"""nginx in front of the site forgets what it keeps when something public changes.

Loaded where ``NGINX_CACHE_LINK`` is set: ``generation.forget_in_front`` calls it.
"""

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from wagtail.contrib.frontend_cache.backends import BaseBackend

logger = logging.getLogger(__name__)
KEPT = 20  # folders, empty ones


class NginxBackend(BaseBackend):
    """nginx as in ``docs/nginx.conf``, which keeps a page under the name of a folder.

    ``LOCATION`` is a link to the folder. It is led to a new one, so that nothing is
    found that was kept; and what is being made of the old at this moment is kept under
    the old name.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.link = Path(params["LOCATION"])

    def purge(self, url: str) -> None:
        """Whichever page it is, all are forgotten."""
        try:
            self._lead_on()
        except OSError as error:
            logger.error("nginx goes on with the pages it has: %s", error)

    def _lead_on(self) -> None:
        parent, name = self.link.parent, self.link.name
        folder = parent / f"{name}.{time.time_ns():020}.{token_hex(4)}"
        folder.mkdir()
        fresh = parent / f".{folder.name}"
        fresh.symlink_to(folder.name)
        os.replace(fresh, self.link)
        # nginx, or another process, may be on its way to one of the last.
        for old in sorted(parent.glob(f"{name}.*"))[:-KEPT]:
            with suppress(OSError):  # another process was faster
                old.rmdir()
