"""Collect the strings to translate into locale/<language>/LC_MESSAGES/django.po.

With --check the work is done in a copy of the project and the catalogues are
compared: the exit status says whether `make messages` would change them.
GNU gettext does the reading. Where it is missing the check says so and passes;
in CI it is installed, or the check fails.

locale/wagtail/ is kept by hand and left alone.
"""

import argparse
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb",)  # English is the source, and has no catalogue
NOT_OURS = (".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache")
# Copies of Wagtail's templates, whose words are Wagtail's: core/wagtail_words.py
COPIES = (
    "templates/wagtailadmin/home.html",
    "templates/wagtailadmin/shared/header.html",
    "templates/wagtailadmin/shared/headers/_actions.html",
    "templates/wagtailadmin/tables/boolean_cell.html",
)
# The moment of the last run is no news, and makes a difference of every run.
DATE = re.compile(r'^"POT-Creation-Date: .*\n', re.MULTILINE)


def catalogue(project: Path, language: str) -> Path:
    return project / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(project: Path) -> None:
    """Bring the catalogues of `project` up to date.

    Django's command runs without settings: it then reads every file and writes
    to ./locale alone, and strings can be collected while the code is broken.
    Raises subprocess.CalledProcessError where it fails.
    """
    for language in LANGUAGES:
        catalogue(project, language).parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--verbosity", "0"]
    command += ["--domain", "django", "--add-location", "file", "--no-obsolete"]
    for language in LANGUAGES:
        command += ["--locale", language]
    for pattern in ("node_modules", "tests", "var", *COPIES):
        command += ["--ignore", pattern]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "DJANGO_SETTINGS_MODULE"
    }
    subprocess.run(command, cwd=project, env=environment, check=True)  # noqa: S603  # nosec B603
    for language in LANGUAGES:
        path = catalogue(project, language)
        if path.exists():
            text = path.read_text(encoding="utf-8")
            path.write_text(DATE.sub("", text), encoding="utf-8")


def changed_by_extraction() -> list[str]:
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-messages-") as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_OURS))
        extract(copy)
        return [
            language
            for language in LANGUAGES
            if not same(catalogue(ROOT, language), catalogue(copy, language))
        ]


def same(one: Path, other: Path) -> bool:
    if not (one.exists() and other.exists()):
        return one.exists() == other.exists()
    return filecmp.cmp(one, other, shallow=False)


def have_gettext(*, install: bool) -> bool:
    """Whether xgettext is here; with `install`, after asking Debian for it."""
    if shutil.which("xgettext"):
        return True
    apt_get = shutil.which("apt-get")
    if install and apt_get and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (
            ["update", "-qq"],
            ["install", "-qq", "--yes", "--no-install-recommends", "gettext"],
        ):
            subprocess.run([apt_get, *arguments], env=environment, stdout=sys.stderr)  # noqa: S603  # nosec B603
    return shutil.which("xgettext") is not None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    in_ci = os.environ.get("CI") == "true"

    if not have_gettext(install=in_ci):
        if check and not in_ci:
            print("Left out: GNU gettext is missing (Debian: apt-get install gettext).")
            return 0
        print(
            "GNU gettext is needed (Debian: apt-get install gettext).", file=sys.stderr
        )
        return 1
    try:
        if not check:
            extract(ROOT)
            return 0
        changed = changed_by_extraction()
    except subprocess.CalledProcessError as error:  # Django has said what is wrong
        return error.returncode
    for language in changed:
        path = catalogue(ROOT, language).relative_to(ROOT)
        print(f"{path} is not up to date: run make messages.", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
