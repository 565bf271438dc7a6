"""The table of docs/performance.md: ``make bench``, with SIZES=500,5000,50000 for all.

DATABASE_URL names a PostgreSQL server; databases of its own are made on it.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import instructions, ours, served
from .peers import Peer, by_turns, stock_site

ROUNDS = int(os.environ.get("ROUNDS", 15))
SERVED = ("static file", "article", "list", "front", "search")
REQUESTS = 2_000  # before a worker's memory is read


def main() -> None:
    sizes = [int(each) for each in os.environ.get("SIZES", "500,5000").split(",")]
    server = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-bench-") as name:
        folder = Path(name)
        (folder / "stock").mkdir()
        stock = stock_site(folder / "stock", ours.new_database(server, "bench_stock"))
        sites = {size: build(size, server, folder / str(size)) for size in sizes}
        uncached = {
            size: ours.peer(*site, changed=ours.NO_CACHE)
            for size, site in sites.items()
        }
        kept = ours.peer(*sites[sizes[0]])
        peers = [stock, kept, *uncached.values()]
        by_turns(peers, ROUNDS)
        show(uncached, kept, stock)
        for peer in peers:
            peer.stop()
        show_served(*sites[sizes[0]])
        if instructions.wanted():
            instructions.show(*sites[sizes[0]])


def build(size: int, server: str, media: Path) -> tuple[str, Path, dict[str, Any]]:
    """The site's database, its media and what to ask it for."""
    print(f"Building a site of {size} articles", flush=True)
    url = ours.new_database(server, f"bench_{size}")
    ours.build(size, url, media)
    ours.collect_static(url, media)
    return url, media, ours.find(url, media)


def show(uncached: dict[int, Peer], kept: Peer, stock: Peer) -> None:
    """A line for each kind of page; growth is the largest site by the smallest."""
    sizes = list(uncached)
    first, last = sizes[0], sizes[-1]
    lightest = kept.milliseconds("static file")
    page = stock.milliseconds("article")
    print(
        f"\nA static file (WhiteNoise) takes {lightest:.2f} ms of the processor, "
        f"a stock Wagtail page {page:.1f} ms, {stock.work['article']['calls']} calls "
        f"and {stock.work['article']['queries']} queries.\n"
    )
    titles = ("queries", "calls", *(f"ms at {size}" for size in sizes), "growth")
    titles += ("× stock", "× static", "kept ms", "kept × static", "bytes")
    print(f"{'uncached':<24}" + "".join(f"{title:>14}" for title in titles))
    for name, work in uncached[last].work.items():
        times = [peer.milliseconds(name) for peer in uncached.values()]
        again = kept.milliseconds(name)
        values = (
            *(work["queries"], work["calls"]),
            *(f"{each:.2f}" for each in times),
            f"{times[-1] / times[0]:.2f}",
            f"{times[0] / page:.2f}",
            f"{times[0] / lightest:.1f}",
            f"{again:.2f}",
            f"{again / lightest:.1f}",
            uncached[first].work[name]["bytes"],
        )
        status = "" if work["status"] in (200, 404) else f" ({work['status']})"
        print(f"{name + status:<24}" + "".join(f"{value:>14}" for value in values))


def show_served(url: str, media: Path, found: dict[str, Any]) -> None:
    """Under gunicorn, with pages kept and without."""
    addresses = found["addresses"]
    print(f"\n{'gunicorn, one worker':<24}{'answers/s':>14}{'p99 ms':>14}")
    variables = ours.environment(url, media)
    for title, changed in (("kept", {}), ("uncached", {"KEEP_PAGES": "false"})):
        with served.gunicorn(variables | changed) as (port, worker):
            for name in SERVED:
                rate, slowest = served.load(port, addresses[name])
                print(f"{name + ', ' + title:<24}{rate:>14.0f}{slowest:>14.1f}")
            every = [
                address
                for name, address in addresses.items()
                if name not in found["cookies"]
            ]
            memory = served.memory_after(port, worker, every, REQUESTS)
            print(f"{'memory, ' + title:<24}{memory:>11.0f} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
