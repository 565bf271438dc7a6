"""``manage.py backup``: makes one, says which there are, or whether one is whole."""

import sys
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ethicaltrade.backup import checking, service, shelf
from ethicaltrade.backup.errors import BackupError
from ethicaltrade.backup.progress import Progress


class Command(BaseCommand):
    """Exits with 1 where no backup was made, or one is not whole."""

    help = "Back up the database and the files, to where BACKUP_STORAGE says."

    def add_arguments(self, parser):
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument(
            "--check",
            nargs="?",
            const="",
            metavar="NAME",
            help="read one to its end (the newest), or a file of this machine",
        )
        instead.add_argument("--list", action="store_true", help="which there are")
        parser.add_argument(
            "--keep-all", action="store_true", help="delete no old ones afterwards"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["list"]:
                self.list_kept()
            elif options["check"] is not None:
                self.check_one(options["check"])
            else:
                self.make(options["keep_all"])
        except BackupError as error:
            raise CommandError(str(error)) from error

    def make(self, keep_all: bool) -> None:
        with Progress(sys.stderr) as progress:
            made = service.make(tell=progress, forget_old=not keep_all)
        self.stdout.write(str(made))
        for file in made.missing:
            self.stderr.write(f"Missing: {file}")

    def check_one(self, name: str) -> None:
        if not name:
            newest = shelf.newest()
            if newest is None:
                raise BackupError("There is no backup yet.")
            name = newest.name
        found = checking.check(partial(shelf.opened, name))
        self.stdout.write(f"{name} is whole: {found}")
        for file in checking.missing(found):
            self.stderr.write(f"Missing: {file}")

    def list_kept(self) -> None:
        storage = shelf.storage()
        for each in shelf.all_kept():
            size = service.in_megabytes(storage.size(each.name))
            self.stdout.write(f"{each.name}  {size}")
