"""The demo's texts, as the TOML files beside this module have them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


@cache
def load(name: str) -> dict[str, Any]:
    """One file's contents. ``name`` is its path below the folder, without ending."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def picture(key: str) -> bytes:
    """A picture's file, in WebP, some 1600 pixels wide."""
    return (FOLDER / "pictures" / f"{key}.webp").read_bytes()


def article_names() -> list[str]:
    """The articles, in the order of their numbers: "01-fn-forum" first."""
    return sorted(path.stem for path in (FOLDER / "articles").glob("*.toml"))
