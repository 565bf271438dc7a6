"""The fee as it is estimated for an applicant, kept as it was shown."""

from typing import Any, NamedTuple

from membership.members.fees.calculator import estimate

from .models import Application


class Shown(NamedTuple):
    """An estimate as it was shown: whole kroner, and the year of the table.

    ``full`` is None where no fee could be told; ``note`` then says why, in the
    language it was shown in.
    """

    year: int | None = None
    full: int | None = None
    first_year: int | None = None
    percent: int = 100  # of the full fee, paid for the first year
    note: str = ""

    @property
    def is_reduced(self) -> bool:
        """Whether the first year costs less."""
        return self.full is not None and self.percent < 100


def estimate_of(application: Application) -> Shown:
    """What the application's size makes today."""
    found = estimate(
        application.kind, size=application.size, body=application.body or None
    )
    return Shown(found.year, found.full, found.first_year, found.percent, found.note)


def shown_to(application: Application) -> Shown | None:
    """What the applicant saw; None when nothing was shown."""
    kept: dict[str, Any] | None = application.estimate
    return Shown(**kept) if kept else None
