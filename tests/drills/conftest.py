"""The stack that the long drills share, and what they tell of themselves."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.stack import Stack, stack
from tests.support.workers import transactional_db  # noqa: F401

from .traffic import Traffic


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory) -> Iterator[Stack]:
    """Started once: a fault that is over leaves nothing behind."""
    with stack(tmp_path_factory.mktemp("stack")) as made:
        yield made


@pytest.fixture
def traffic(whole_site) -> Traffic:
    """Nobody is there yet: ``with traffic.going_on(reader=3)``."""
    return Traffic(whole_site)


@pytest.fixture
def tell(record_property) -> Callable[..., None]:
    """``tell("database killed", faults=2, lost=0)``: a line of the table."""

    def note(drill: str, **figures: Any) -> None:
        record_property("drill", {"drill": drill, **figures})

    return note
