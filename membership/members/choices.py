"""The fixed words of membership. The codes are stored, and stand in addresses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    COMPANY = "company", _("Company")
    PUBLIC = "public", _("Public body")
    ASSOCIATION = "association", _("Association")


class Body(TextChoices):
    """What sort of public body a member is: their fees are reckoned differently."""

    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County authority")
    OTHER = "other", _("Another public body")


class Sector(TextChoices):
    TEXTILES = "textiles", _("Clothes, shoes and textiles")
    FOOD = "food", _("Food and drink")
    SEAFOOD = "seafood", _("Fish and seafood")
    BUILDING = "building", _("Building and property")
    FURNITURE = "furniture", _("Furniture and interiors")
    ELECTRONICS = "electronics", _("Electronics and IT")
    ENERGY = "energy", _("Energy and industry")
    TRANSPORT = "transport", _("Transport and travel")
    HEALTH = "health", _("Health and care")
    SPORT = "sport", _("Sport and outdoor life")
    SERVICES = "services", _("Finance and services")
    CULTURE = "culture", _("Culture and media")
    EDUCATION = "education", _("Education and research")
    GOVERNMENT = "government", _("Municipalities and public administration")
    SOCIETY = "society", _("Humanitarian work and civil society")
    WORKING_LIFE = "working-life", _("Trade unions and employers")


class State(TextChoices):
    COMING = "coming", _("Not started")
    ACTIVE = "active", pgettext_lazy("membership", "Active")
    ENDED = "ended", pgettext_lazy("membership", "Ended")


class Level(TextChoices):
    BASIC = "basic", _("Basic level")
    IMPLEMENTER = "implementer", _("Implementer")
