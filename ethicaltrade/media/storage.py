"""Where files lie: on the disk here, in a bucket in :mod:`.s3`."""

from contextlib import suppress
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Leaves no part of a file that could not be written to its end.

    Django's own keeps what a full disk took, under a name that nobody knows.
    """

    def _save(self, name: str, content: Any) -> str:
        is_there = self.exists(name)
        try:
            return super()._save(name, content)
        except OSError:
            if not is_there:
                with suppress(OSError):
                    self.delete(name)
            raise
