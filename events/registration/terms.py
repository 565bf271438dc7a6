"""How long things last: offers, links, and what is kept of people."""

from datetime import timedelta

from ethicaltrade.core.models import SiteSettings

OFFER_HOLDS = timedelta(hours=48)
"""How long a place from the waiting list is kept for whoever is offered it."""

OFFERS_END = timedelta(hours=3)
"""How long before the event begins the last offer runs out."""

SHORTEST_OFFER = timedelta(hours=2)
"""Nobody is asked to answer sooner; later than that, the waiting list stands still."""

REMINDED = timedelta(hours=24)
"""How long before a date those who come are reminded of it."""

LINK_OUTLIVES = timedelta(days=1)
"""How long after the event the link to a registration works."""

CONSENT_VERSION = "2026-11"
"""Which wording of the consent on the form people agreed to; new when it changes."""

KEPT_DAYS = 365
"""How long after the event names and addresses are kept."""


def kept_days() -> int:
    """After how many days a registration becomes anonymous, as the site says."""
    mine = SiteSettings.objects.filter(site__is_default_site=True)
    return mine.values_list("registration_kept_days", flat=True).first() or KEPT_DAYS
