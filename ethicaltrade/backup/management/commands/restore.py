"""``manage.py restore``: a backup back into an empty site, or in place of this one."""

import sys
from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from ethicaltrade.backup import checking, restoring, shelf
from ethicaltrade.backup.errors import BackupError
from ethicaltrade.backup.progress import Progress

ANEW = (("rebuild_search",), ("update_index",), ("check_languages", "--mend"))
"""Commands of the rooms above, which make what follows from the rest."""
RIGHT = ("check_addresses", "check_gates")
"""Commands that say whether what is stored of the pages is right."""


class Command(BaseCommand):
    """Exits with 1 where nothing was restored, or something is wrong with it."""

    help = "Put a backup back. Stop the site and the worker first."

    def add_arguments(self, parser):
        parser.add_argument(
            "name",
            nargs="?",
            help="a backup's name, or a file of this machine; the newest without",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="in place of what the database holds, all of which goes",
        )
        parser.add_argument(
            "--database-only", action="store_true", help="leave the files as they are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            name = options["name"] or self.newest()
            with Progress(sys.stderr) as progress:
                contents = restoring.restore(
                    partial(shelf.opened, name),
                    replace=options["replace"],
                    with_files=not options["database_only"],
                    tell=progress,
                )
        except BackupError as error:
            raise CommandError(str(error)) from error
        for file in checking.missing(contents):
            self.stderr.write(f"Missing: {file}")
        for command in ANEW:
            call_command(*command, verbosity=0, stdout=self.stdout)
        wrong = [why for command in RIGHT if (why := self.is_wrong(command))]
        self.stdout.write(f"Restored {name}: {contents}")
        if wrong:
            raise CommandError(f"It was wrong when it was backed up: {' '.join(wrong)}")

    def is_wrong(self, command: str) -> str:
        try:
            call_command(command, stdout=self.stdout)
        except CommandError as error:
            return f"{command}: {error}"
        return ""

    def newest(self) -> str:
        newest = shelf.newest()
        if newest is None:
            raise BackupError("There is no backup yet.")
        return newest.name
