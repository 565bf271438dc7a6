"""How much work the pages are: queries, and time as a multiple of the lightest answer.

``make bench`` prints a table. The ratio holds on any machine; the milliseconds only on
the one that printed them.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django

ARTICLES = 60
ROUNDS = 30
LIGHTEST = "/healthz"
ADDRESSES = (
    LIGHTEST,
    "/",
    "/en/",
    "/nyheter/",
    "/nyheter/?page=3",
    "/nyheter/sak-0/",
    "/en/news/story-0/",
    "/nyheter/feed/",
    "/sok/?q=sak",
    "/sitemap.xml",
    "/finnes-ikke/",
)


@contextmanager
def temporary_site() -> Iterator[None]:
    """A database of its own, with a front page and articles in both languages."""
    from django.test.utils import setup_databases, teardown_databases

    from tests.support import factories

    old = setup_databases(verbosity=0, interactive=False)
    try:
        news = factories.add_news(factories.add_front_page())
        for number in range(ARTICLES):
            factories.put_page(
                news,
                factories.article(title_nb=f"Sak {number}", title_en=f"Story {number}"),
            )
        yield
    finally:
        teardown_databases(old, verbosity=0)


def queries_of(ask: Callable[[], object]) -> int:
    """How many queries the answer takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def milliseconds_of(ask: Callable[[], object]) -> float:
    """The median time of an answer."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "ethicaltrade.settings.test"
    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from tests.support.indexing import indexed

    setup_test_environment()
    client = Client()
    with indexed(), temporary_site():
        print(f"{'address':<24}{'queries':>8}{'median ms':>11}{'× ' + LIGHTEST:>12}")
        lightest = None
        for address in ADDRESSES:

            def ask(address: str = address) -> object:
                return client.get(address)

            ask()  # compiles the templates, fills the caches
            milliseconds = milliseconds_of(ask)
            lightest = lightest or milliseconds
            print(
                f"{address:<24}{queries_of(ask):>8}{milliseconds:>11.1f}"
                f"{milliseconds / lightest:>12.1f}"
            )


if __name__ == "__main__":
    main()
