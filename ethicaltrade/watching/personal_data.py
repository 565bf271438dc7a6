"""What the server's logs say of who reads; that is kept as long as the server says."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ethicaltrade.privacy.purposes import Audience, Basis, Item, Purpose, days
from ethicaltrade.privacy.registry import tell


def seen_by() -> str:
    if not settings.SENTRY_DSN:
        return gettext("Those who run the website on the technical side.")
    return gettext(
        "Those who run the website on the technical side. Of faults, the service "
        "Sentry is told the page and the number of your account, but neither your "
        "name nor your address."
    )


tell(
    Purpose(
        name="logs",
        audience=Audience.READERS,
        title=_("The server’s log"),
        why=_(
            "So that we can find faults and attacks. We do not use the log to "
            "see what anybody reads, and make no statistics of it about you."
        ),
        basis=Basis.INTEREST,
        seen_by=seen_by,
        origin=_("From your browser, which sends it with each page that you open."),
        items=(
            Item(
                what=_(
                    "Which page was opened and when, the type of browser, and the IP "
                    "address without its last part. If you are logged in, also the "
                    "number of your account."
                ),
                until=lambda: days(settings.LOGS_KEPT_DAYS),
            ),
        ),
    )
)
