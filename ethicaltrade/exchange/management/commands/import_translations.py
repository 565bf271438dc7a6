from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ethicaltrade.exchange import importing
from ethicaltrade.exchange.models import Outcome
from ethicaltrade.exchange.received import UnreadableError


class Command(BaseCommand):
    """A draft of each page, in the one language; nothing is published."""

    help = "Read a file from a translator, and say line by line what became of it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--records",
            action="store_true",
            help="Snippets, settings and pictures, too: readers see them at once.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        try:
            with Path(options["file"]).open("rb") as file:
                total = importing.count(file)
                file.seek(0)
                for done, bundle in enumerate(importing.read(file), 1):
                    self._take(bundle, options["records"], counts)
                    self.stderr.write(f"\r{done}/{total}", ending="")
        except (UnreadableError, OSError) as error:
            raise CommandError(str(error)) from error
        told = ", ".join(
            f"{one.label}: {counts[one]}" for one in Outcome if counts[one]
        )
        self.stderr.write(f"\n{told}")

    def _take(self, bundle: Any, with_records: bool, counts: Counter[str]) -> None:
        for line in importing.take(bundle, with_records=with_records):
            counts[line.outcome] += 1
            parts = (line.title, line.label, line.why)
            words = ": ".join(filter(None, parts))
            self.stdout.write(f"{Outcome(line.outcome).label}: {words}")
