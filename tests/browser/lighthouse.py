"""Lighthouse's judgement of a running site, page by page.

    python -m tests.browser.lighthouse http://127.0.0.1:8000

measures front page, article, list, event, directory and the way in for new members, in
both languages, as on a slow phone (Lighthouse's own default), and fails where one is
under the limits below. Ask a site that `make serve` started on an idle machine: the
development server compresses nothing, and whatever else runs is taken for the page's
own work. It takes some four minutes. Lighthouse is fetched by npx, so Node 18 or newer
is needed. RUNS=3 measures each page so many times and takes the median, by performance
and then by how long the page was blocked.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.support.chromium import chromium_arguments, chromium_path

LIGHTHOUSE = "lighthouse@12.8.2"
LEAST = {  # category: score, of 100
    "accessibility": 100,
    "best-practices": 100,
    "seo": 100,
    "performance": 100,
}
MOST_BYTES = 60_000  # on the wire, headers included, without pictures
METRICS = {
    "FCP": "first-contentful-paint",
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}
PAGES = (
    *("/", "/en/", "/nyheter/", "/en/news/"),
    "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/",
    "/en/news/ieh-brings-norwegian-experience-to-the-un-forum/",
    *("/medlemskap/medlemmer/", "/en/membership/members/"),
    *("/medlemskap/sok-medlemskap/", "/en/membership/apply/"),
)
EVENTS = ("/arrangementer/", "/en/events/")  # the first event below each


class LighthouseError(RuntimeError):
    """Lighthouse could not be run, or did not find a page; the message says why."""


@dataclass(frozen=True)
class Report:
    """What Lighthouse found of one page."""

    address: str
    found: dict

    @property
    def scores(self) -> dict[str, int]:
        """Score of 100 by category; one that could not be given is 0."""
        categories = self.found["categories"]
        return {name: round(100 * (categories[name]["score"] or 0)) for name in LEAST}

    @property
    def metrics(self) -> dict[str, float]:
        """Milliseconds by short name; CLS has no unit."""
        audits = self.found["audits"]
        return {name: audits[key]["numericValue"] for name, key in METRICS.items()}

    @property
    def requests(self) -> list[dict]:
        return self.found["audits"]["network-requests"]["details"]["items"]

    @property
    def weight(self) -> Counter[str]:
        """Bytes on the wire by kind of resource."""
        weight: Counter[str] = Counter()
        for request in self.requests:
            weight[request.get("resourceType", "Other")] += request["transferSize"]
        return weight

    @property
    def weight_without_pictures(self) -> int:
        return sum(self.weight.values()) - self.weight["Image"]

    @property
    def fonts_before_paint(self) -> int:
        """Font files that had come when something was first painted, in the trace."""
        metrics = self.found["audits"]["metrics"]["details"]["items"][0]
        painted = metrics["observedFirstContentfulPaint"]
        return sum(
            request.get("resourceType") == "Font"
            and request["networkEndTime"] <= painted
            for request in self.requests
        )

    @property
    def shortcomings(self) -> list[str]:
        """What is under the limits, and the audits that made it so."""
        short = [
            f"{name} {self.scores[name]}, not {least}: {', '.join(self.failed(name))}"
            for name, least in LEAST.items()
            if self.scores[name] < least
        ]
        if self.weight_without_pictures > MOST_BYTES:
            short.append(f"{self.weight_without_pictures} bytes without pictures")
        if round(self.metrics["CLS"], 3):
            short.append(f"layout shift {self.metrics['CLS']:.3f}")
        if round(self.metrics["TBT"]):
            short.append(f"blocked for {self.metrics['TBT']:.0f} ms")
        return short

    def failed(self, category: str) -> list[str]:
        """The audits that took points from the category's score."""
        audits = self.found["audits"]
        return [
            reference["id"]
            for reference in self.found["categories"][category]["auditRefs"]
            if reference["weight"]
            and (audits[reference["id"]]["score"] or 0) < 1
            and audits[reference["id"]]["scoreDisplayMode"] != "notApplicable"
        ]

    def __str__(self) -> str:
        scores = " ".join(f"{score:3}" for score in self.scores.values())
        metrics = " ".join(
            f"{name} {self.metrics[name]:.0f}" for name in ("FCP", "LCP", "TBT")
        )
        weight = ", ".join(f"{kind} {size}" for kind, size in self.weight.most_common())
        lines = [
            f"{scores}  {self.address}",
            f"    {metrics} ms, CLS {self.metrics['CLS']:.3f}; "
            f"{self.weight_without_pictures} bytes without pictures ({weight}); "
            f"fonts before the first paint: {self.fonts_before_paint}",
            *(f"    UNDER THE LIMIT: {short}" for short in self.shortcomings),
        ]
        return "\n".join(lines)


def measure(base_url: str, address: str, runs: int = 1) -> Report:
    """The median of some runs."""
    reports = [Report(address, ask_lighthouse(base_url + address)) for _ in range(runs)]
    reports.sort(
        key=lambda report: (report.scores["performance"], -report.metrics["TBT"])
    )
    return reports[runs // 2]


def ask_lighthouse(url: str) -> dict:
    flags = " ".join(["--headless=new", "--disable-gpu", *chromium_arguments()])
    asked = subprocess.run(
        [
            *("npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json"),
            *(f"--only-categories={','.join(LEAST)}", f"--chrome-flags={flags}"),
        ],
        env=os.environ | {"CHROME_PATH": chromium_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise LighthouseError(f"Lighthouse failed at {url}\n{asked.stderr}")
    return json.loads(asked.stdout)


def addresses(base_url: str) -> list[str]:
    """The pages to measure, with the first event of each language."""
    try:
        with urllib.request.urlopen(f"{base_url}/sitemap.xml") as answer:  # noqa: S310
            text = answer.read().decode()
    except urllib.error.URLError as error:
        raise LighthouseError(
            f"Nothing answers at {base_url} ({error.reason}): start it with make serve."
        ) from error
    listed = [urlsplit(url).path for url in re.findall("<loc>(.+?)</loc>", text)]
    events = []
    for section in EVENTS:
        below = [
            path for path in listed if path.startswith(section) and path != section
        ]
        events += below[:1]
    if len(events) < len(EVENTS):
        raise LighthouseError("The site has no event in one of the languages.")
    return [*PAGES, *events]


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if not shutil.which("npx"):
        print(
            "Lighthouse needs Node (npx); it is not part of make test.", file=sys.stderr
        )
        return 1
    base_url = sys.argv[1].rstrip("/")
    print("A11Y PRACTICES SEO SPEED")
    try:
        reports = []
        for address in addresses(base_url):
            reports.append(measure(base_url, address, int(os.environ.get("RUNS", "1"))))
            print(reports[-1], flush=True)
    except LighthouseError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if any(report.shortcomings for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
