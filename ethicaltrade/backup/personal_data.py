"""What was erased is in the backups until the oldest of them is."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ethicaltrade.privacy.purposes import Audience, Basis, Item, Purpose, days
from ethicaltrade.privacy.registry import tell

from . import shelf


def longest() -> str:
    """By BACKUP_KEEP: so many days, weeks and months; the longest of them."""
    number_of_days, weeks, months = settings.BACKUP_KEEP
    if months:
        return ngettext("%(months)s month", "%(months)s months", months) % {
            "months": months
        }
    return days(max(number_of_days, 7 * weeks))


tell(
    Purpose(
        name="backups",
        audience=Audience.READERS,
        title=_("Backups"),
        why=_(
            "So that nothing is lost if the server fails. What you or we delete is "
            "therefore still in older backups for a while. They are used for "
            "nothing else."
        ),
        basis=Basis.INTEREST,
        seen_by=_("Those who run the website on the technical side."),
        origin=_("From the website itself."),
        items=(
            Item(
                what=_("A copy of everything that the website keeps, except the log."),
                until=longest,
            ),
        ),
        applies=shelf.is_set,
    )
)
