import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ethicaltrade.bilingual import languages
from ethicaltrade.exchange import chosen, views
from ethicaltrade.exchange.forms import FORMATS


class Command(BaseCommand):
    """Of drafts, too, and of closed pages: the file is as secret as they are."""

    help = "Write a file for translators, with what is missing or outdated."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", help="Where to write; - for the output.")
        parser.add_argument("--to", required=True, choices=languages.codes())
        parser.add_argument("--from", dest="source", choices=languages.codes())
        kinds = [kind for kind, _name in FORMATS]
        parser.add_argument("--format", choices=kinds, default="xliff-2.1")
        parser.add_argument(
            "--page", type=int, action="append", default=[], help="A page's number."
        )
        parser.add_argument(
            "--below", action="store_true", help="What lies below, too."
        )
        parser.add_argument(
            "--all", action="store_true", help="What is up to date, too."
        )
        parser.add_argument(
            "--records",
            action="store_true",
            help="Snippets, settings and pictures, too.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["to"]
        source = options["source"] or chosen.source_for(language)
        if source == language:
            raise CommandError("That is one language.")
        found = chosen.pages()
        if keys := options["page"]:
            named = found.filter(pk__in=keys)
            found = chosen.below(found, list(named)) if options["below"] else named
        wanted = chosen.Wanted(
            source,
            language,
            found,
            only_wanted=not options["all"],
            with_records=options["records"],
        )
        bundles = self._told(wanted)
        chunks = views.written(bundles, wanted, options["format"])
        if options["file"] == "-":
            sys.stdout.buffer.writelines(chunks)
            return
        with Path(options["file"]).open("wb") as file:
            file.writelines(chunks)

    def _told(self, wanted: chosen.Wanted) -> Any:
        """Each bundle; how far it has come, on the error stream."""
        total, written = wanted.count(), 0
        for done, bundle in enumerate(wanted.bundles(), 1):
            if bundle:
                written += 1
                yield bundle
            self.stderr.write(f"\r{done}/{total}", ending="")
        self.stderr.write(f"\n{written} pages and records are in the file.")
