import pytest
from django.conf import settings as django_settings
from wagtail.models import Site

from ethicaltrade.core.models import SiteSettings
from ethicaltrade.home import groups
from membership.applications.models import ApplicationPage
from membership.members.models import MembershipPage
from tests.support import factories

from .support import Applicant, add_application

PRINCIPLES = {
    "nb": "<p>Ledelsen tar ansvar.</p><ul><li>Det alvorligste først.</li></ul>",
    "en": "<p>The management takes charge.</p><ul><li>The worst first.</li></ul>",
}


@pytest.fixture
def section(home):
    """The pages about membership, at /medlemskap/ and /en/membership/."""
    page = MembershipPage(
        title_nb="Medlemskap",
        title_en="Membership",
        lead_nb="Bli med.",
        lead_en="Join us.",
        **factories.published_in("nb", "en"),
    )
    return factories.put_page(home, page)


@pytest.fixture
def page(section):
    """The page about applying."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.email = "post@example.org"
    settings.save()
    page = ApplicationPage(
        title_nb="Søk medlemskap",
        title_en="Apply for membership",
        slug_nb="sok-medlemskap",
        slug_en="apply",
        lead_nb="Slik søker dere.",
        lead_en="How to apply.",
        principles_nb=PRINCIPLES["nb"],
        principles_en=PRINCIPLES["en"],
        **factories.published_in("nb", "en"),
    )
    added = factories.put_page(section, page)
    return ApplicationPage.objects.get(pk=added.pk)


@pytest.fixture
def applicant(client, page):
    """Somebody who applies in Norwegian."""
    return Applicant(client, page)


@pytest.fixture(params=[code for code, _name in django_settings.LANGUAGES])
def reader(request, client, page):
    """Somebody who applies, once in each language."""
    return Applicant(client, page, request.param)


@pytest.fixture
def sent(page):
    """An application that is sent, in Norwegian."""
    return add_application()


@pytest.fixture
def editor(home):
    """One of the staff for members, who decide on applications."""
    return factories.user("redaktor@example.org", groups.MEMBER_STAFF)


@pytest.fixture
def fees(db):
    """A fee table that holds today, without any share for joining late."""
    from ethicaltrade.dates import today
    from membership.members.models import CompanyStep, FeeTable

    table = FeeTable(
        year=today().year,
        valid_from=today(),
        municipality_rate="1.18",
        county_rate="0.59",
        lowest_public_fee=25_700,
        highest_public_fee=99_600,
    )
    table.save()
    for from_amount, fee in ((0, 7700), (10_000_000, 9000)):
        CompanyStep.objects.create(table=table, from_amount=from_amount, fee=fee)
    return table
