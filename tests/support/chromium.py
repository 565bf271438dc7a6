"""Where this machine's Chromium is.

    python -m tests.support.chromium

prints its path. The one without a window of its own is taken where it is: the pages
are the same, and a test takes a sixth less. Where there is none, and root may install
one, it is Debian's; otherwise a sentence says what is missing, which only in CI is a
failure.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import playwright

WITHOUT_WINDOW = "chromium-headless-shell"
NAMES = (
    *(WITHOUT_WINDOW, "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# The windows that drop down from the address bar: nobody sees them, and to make them
# takes each new window four tenths of a second of the processor's time.
OF_THE_ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# The next is for a release that lacks the one before.
DEBIAN_PACKAGES = (WITHOUT_WINDOW, "chromium")
FONTS = "fonts-liberation"  # without one the pages have no text to measure


class ChromiumMissingError(RuntimeError):
    """There is no Chromium here and none could be installed."""


@functools.cache
def chromium_path() -> str:
    """The path of a Chromium, installed first where that is possible.

    In this order: the environment's CHROMIUM, one on PATH, Playwright's own,
    Debian's. Raises ChromiumMissingError with a sentence that says what to do.
    """
    asked_for = os.environ.get("CHROMIUM")
    if asked_for:
        found = shutil.which(asked_for)
        if not found:
            raise ChromiumMissingError(f"CHROMIUM names no program: {asked_for}")
        return found
    found = on_this_machine() or playwrights_own()
    if not found and install_debians():
        found = on_this_machine()
    if not found:
        raise ChromiumMissingError(
            "There is no Chromium for the browser tests. Install one (Debian: "
            "apt-get install chromium) or name one in CHROMIUM."
        )
    return found


def chromium_arguments() -> list[str]:
    """Command-line arguments for a test run.

    Chromium's sandbox refuses to work for root. The rest keeps it from calling
    its maker's servers, as the tests use no network, and from work for nothing.
    """
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        f"--disable-features={','.join([*playwrights_off(), *OF_THE_ADDRESS_BAR])}",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return arguments


@functools.cache
def playwrights_off() -> list[str]:
    """The features that Playwright switches off: Chromium obeys the last list alone."""
    driver = Path(playwright.__file__).parent / "driver"
    text = (driver / "package" / "lib" / "coreBundle.js").read_text()
    found = re.search(r"disabledFeatures = \[(.*?)\n    \]", text, re.DOTALL)
    assert found, "Playwright keeps its list somewhere else now"
    return re.findall(r'^ +"(\w+)",?$', found[1], re.MULTILINE)


def in_ci() -> bool:
    return os.environ.get("CI") == "true"


def on_this_machine() -> str | None:
    return next(
        (path for name in (*NAMES, *ON_MACOS) if (path := shutil.which(name))), None
    )


def playwrights_own() -> str | None:
    """The browser that `playwright install` brought, if it did.

    Asked in a process of its own: Playwright runs one event loop in a process,
    and a test may hold it already.
    """
    question = (
        "from playwright.sync_api import sync_playwright as p\n"
        "with p() as playwright: print(playwright.chromium.executable_path)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=False
    )
    return shutil.which(asked.stdout.strip()) if asked.returncode == 0 else None


def install_debians() -> bool:
    """Install Debian's Chromium where root may; whether apt-get succeeded."""
    apt_get = shutil.which("apt-get")
    if not apt_get or os.geteuid() != 0:
        return False
    print("Installing Debian's Chromium (some minutes)", file=sys.stderr, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}

    def succeeds(*arguments: str) -> bool:
        command = [apt_get, *arguments]
        done = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
        return done.returncode == 0

    succeeds("update", "-qq")  # an outdated list may still do
    install = ("install", "-qq", "--yes", "--no-install-recommends", FONTS)
    return any(succeeds(*install, package) for package in DEBIAN_PACKAGES)


def main() -> int:
    try:
        print(chromium_path())
    except ChromiumMissingError as error:
        print(error, file=sys.stderr)
        return 1 if in_ci() else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
