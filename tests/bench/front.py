"""nginx in front: what a page takes that it keeps, beside a file of the same size.

    python -m tests.bench.front

needs nginx and wrk (``apt install nginx wrk``). nginx is set up by ``docs/nginx.conf``,
and gives out a file of its own besides; both with its ``open_file_cache``. They are
asked by turns, and compared by nginx's own time of the processor, which other work on
the machine does not move. The site is not asked for what nginx keeps: a stand-in does.
"""

import os
import re
import statistics
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from ethicaltrade.caching.front import NginxBackend
from tests.support.nginx import Nginx, behind, nginx

ROUNDS = 15
SECONDS = 1
READERS = 16  # connections
BODY = bytes(range(256)) * 48  # 12 kB, as an article is packed
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Language": "nb",
    "Content-Encoding": "br",
    "Vary": "Cookie, Accept-Encoding",
    "ETag": '"0123456789abcdef0123456789abcdef-br"',
    "Cache-Control": "public, max-age=0, s-maxage=300, stale-while-revalidate=300",
    "Content-Security-Policy": "default-src 'self'; " * 12,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Length": str(len(BODY)),
}
FILE = "/file/page.html"
ADDRESSES = {FILE: "file", "/static/css/a.0a1b.css": "static", "/nyheter/": "page"}
OWN_FILE = "location /file/ {{ root {folder}; }}"


def site(environ: dict, start_response: Callable) -> list[bytes]:
    start_response("200 OK", list(HEADERS.items()))
    return [BODY]


def load(front: Nginx, address: str) -> tuple[float, float]:
    """Answers a second, and nginx's microseconds for each."""
    wrk = ["wrk", "-t1", f"-c{READERS}", f"-d{SECONDS}s", "-H", "Host: localhost"]
    before = worked(front)
    done = subprocess.run(
        [*wrk, "-H", "Accept-Encoding: br", f"http://127.0.0.1:{front.port}{address}"],
        capture_output=True,
        text=True,
        check=True,
    )
    took = worked(front) - before
    assert "Non-2xx" not in done.stdout, done.stdout
    answers = int(re.search(r"(\d+) requests in", done.stdout)[1])
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return float(rate[1]), took / answers * 1e6


def worked(front: Nginx) -> float:
    """Seconds of the processor that nginx has had: its one process."""
    process = (front.folder / "pid").read_text().strip()
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethicaltrade.settings.test")
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-front-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "file").mkdir()
        (folder / "file" / "page.html").write_bytes(BODY)
        own = OWN_FILE.format(folder=folder)
        with behind(site) as server, nginx(folder, server.port, own) as front:
            NginxBackend({"LOCATION": str(front.link)}).purge("/")
            for number in range(ROUNDS + 1):
                for address in ADDRESSES:
                    measured = load(front, address)
                    if number:  # the first fills what is kept
                        found[address].append(measured)
            asked = {address: server.asked[address] for address in ADDRESSES}
    assert list(asked.values()) == [0, 1, 1], asked
    of_file = [took for _rate, took in found[FILE]]
    for address, title in ADDRESSES.items():
        rates, times = zip(*found[address], strict=True)
        ratios = sorted(mine / its for mine, its in zip(of_file, times, strict=True))
        middle = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
        print(
            f"{title:<8}{statistics.median(rates):>8.0f} answers/s"
            f"{statistics.median(times):>8.1f} µs"
            f"{statistics.median(ratios):>8.2f} of the file's rate"
            f" (half of the rounds {middle[0]:.2f} to {middle[1]:.2f})"
        )


if __name__ == "__main__":
    main()
