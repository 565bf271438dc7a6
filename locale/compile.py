"""Compile every catalogue in this folder, where its source is newer.

Babel does it because GNU gettext, which Django's own command calls, may be
missing on a fresh machine. A translation whose placeholders do not match its
source string would fail when a visitor meets it, so it stops the compilation.
"""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent


def compile_catalogue(source: Path) -> list[str]:
    """Write the .mo beside `source`. Return its faults, one sentence each."""
    language = source.parent.parent.name
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    faults = [
        f"{source.relative_to(HERE.parent)}:{message.lineno}: {error}"
        for message, errors in catalogue.check()
        for error in errors
    ]
    if not faults:
        # Whole or not at all: a server may be reading the old one.
        unfinished = source.with_suffix(".mo.new")
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        os.replace(unfinished, source.with_suffix(".mo"))
    return faults


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return (
        not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns
    )


def main() -> int:
    faults = [
        fault
        for source in sorted(HERE.glob("**/LC_MESSAGES/*.po"))
        if is_stale(source)
        for fault in compile_catalogue(source)
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
