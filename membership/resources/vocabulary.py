"""The fixed words of the resources. The codes are stored, and stand in addresses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What sort of resource it is."""

    GUIDE = "guide", _("Guide")
    TEMPLATE = "template", pgettext_lazy("resource", "Template")
    RECORDING = "recording", _("Course recording")
    LEGAL = "legal", _("Legal note")


class Step(TextChoices):
    """A step of due diligence.

    The six are those of the OECD Due Diligence Guidance for Responsible Business
    Conduct (2018), in its order; the names are this site's own.
    """

    EMBED = "embed", pgettext_lazy("due diligence", "Embed")
    IDENTIFY = "identify", pgettext_lazy("due diligence", "Identify")
    PREVENT = "prevent", pgettext_lazy("due diligence", "Stop, prevent and reduce")
    MONITOR = "monitor", pgettext_lazy("due diligence", "Monitor")
    COMMUNICATE = "communicate", pgettext_lazy("due diligence", "Communicate")
    REMEDY = "remedy", pgettext_lazy("due diligence", "Put right")
