"""The parts of My page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ethicaltrade.users import sections
from ethicaltrade.users.sections import Section
from membership.resources.models import ResourceIndexPage

from .access import standing_of


@sections.register
def sections_of_my_page(request: HttpRequest) -> list[Section]:
    """The parts that the reader has: members' parts only for the members' people."""
    is_member = standing_of(request).member is not None
    names = [("my_page", _("Overview"))]
    if is_member:
        names += [
            ("my_organisation", _("The organisation")),
            ("colleagues", _("Colleagues")),
        ]
    names += [("my_registrations", pgettext("of a person", "Registrations"))]
    found = [_section(request, name, title) for name, title in names]
    if resources := resources_url(request):
        found.append(Section(_("Resources"), resources))
    found += [
        _section(request, "account", _("Log-in and security")),
        _section(request, "my_data", _("My data")),
    ]
    return found


def _section(request: HttpRequest, name: str, title: str) -> Section:
    """The part, and whether the reader is there or below it."""
    url = reverse(name)
    is_current = request.path == url
    is_below = name != "my_page" and request.path.startswith(url)
    return Section(title, url, is_current, is_below and not is_current)


def resources_url(request: HttpRequest) -> str:
    """Where the resources are; empty when this reader cannot read them here."""
    pages = ResourceIndexPage.objects.published().visible_to(request.user)
    page = pages.first()
    return (page and page.get_url(request)) or ""
