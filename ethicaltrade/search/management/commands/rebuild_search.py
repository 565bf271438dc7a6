from django.core.management.base import BaseCommand

from ethicaltrade.search.indexing import rebuild


class Command(BaseCommand):
    help = "Write the search index anew, from every page that is public."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Search index: {rebuild()} rows, one a page and language.")
