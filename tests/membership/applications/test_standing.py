"""What the log-in and the 403 say of membership; never what is closed."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from ethicaltrade.bilingual.languages import in_language
from ethicaltrade.dates import today
from ethicaltrade.home.groups import PUBLISHERS
from ethicaltrade.media.models import CustomDocument
from membership.applications.models import ApplicationState
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.pages import folded, gate, put_article, soup

from .support import add_application

pytestmark = pytest.mark.django_db

LANGUAGES = ["nb", "en"]
MEMBERSHIP = {"nb": "/medlemskap/", "en": "/en/membership/"}
SECRET = "Uutgitt rapport"
EMAIL = "kari@example.org"
YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)


@pytest.fixture
def closed(page, news):
    """A page for members; ``page`` is about applying."""
    article = put_article(news, SECRET)
    gate(article, "Members")
    return article


def a_person(standing):
    """Somebody logged in who is not let in."""
    if standing in {"ended", "coming", "ended and applying"}:
        dates = {"ended_on": YESTERDAY} if "ended" in standing else {}
        dates |= {"member_since": TOMORROW} if standing == "coming" else {}
        person = factories.member_person(EMAIL, add_member("Havblikk AS", **dates))
    else:
        person = factories.user(EMAIL)
    if "appl" in standing:
        add_application(email="felles@example.org", contact_email=EMAIL.upper())
    if standing == "decided":
        add_application(email=EMAIL, state=ApplicationState.DECLINED)
    return person


SAID = {
    "ended": (
        "Medlemskapet til Havblikk AS ble avsluttet",
        "The membership of Havblikk AS ended on",
    ),
    "coming": (
        "Medlemskapet til Havblikk AS begynner",
        "The membership of Havblikk AS starts on",
    ),
    "applicant": ("er under behandling", "is being considered"),
    "ended and applying": ("er under behandling", "is being considered"),
    "decided": ("ikke knyttet til et medlem", "not linked to a member"),
    "stranger": ("ikke knyttet til et medlem", "not linked to a member"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("standing", SAID)
def test_403_says_how_one_stands_and_nothing_of_the_page(
    client, closed, standing, language
):
    client.force_login(a_person(standing))
    response = client.get(closed.get_url_in(language))
    assert response.status_code == 403
    main = soup(response).main
    assert SAID[standing][language == "en"] in folded(main.select_one(".lead"))
    assert SECRET not in response.content.decode()
    writes_to = main.find("a", href="mailto:post@example.org")
    assert bool(writes_to) == (standing != "coming")
    joins = main.find("a", href=MEMBERSHIP[language])
    assert bool(joins) == (standing in {"ended", "stranger", "decided"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in_to_a_closed_page_says_that_it_is_for_members(client, closed, language):
    response = client.get(closed.get_url_in(language), follow=True)
    main = soup(response).main
    said = ("Denne siden er for medlemmene våre", "This page is for our members")
    assert said[language == "en"] in folded(main)
    assert main.find("a", href=MEMBERSHIP[language])
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in_says_so_by_whatever_address_one_came(client, closed, language):
    prefix = "" if language == "nb" else "/en"
    collection = Collection.get_first_root_node().add_child(name="For medlemmer")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    ).groups.add(closed.get_view_restrictions()[0].groups.get())
    document = CustomDocument(title="x", language="nb", collection=collection)
    document.file.save("x.pdf", ContentFile(b"%PDF-1.4"))
    document.save()
    said = ("for medlemmene våre", "for our members")[language == "en"]
    for address in (f"{prefix}/_page/{closed.pk}/", document.url):
        response = client.get(address)
        assert response.status_code == 302
        login = response.url.replace("/konto/login/", f"{prefix}/konto/login/", 1)
        login = login.replace("/en/en/", "/en/")
        assert said in folded(soup(client.get(login)).main), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in_to_anything_else_says_nothing_of_the_kind(
    client, closed, news, language
):
    with in_language(language):
        login, own = reverse("account_login"), reverse("my_page")
    public = put_article(news, "Åpen").get_url_in(language)
    staff = put_article(news, "For de ansatte")
    gate(staff, PUBLISHERS)
    for target in ("", own, "/admin/", public, staff.get_url_in(language), "/nei/"):
        main = soup(client.get(login, {"next": target})).main
        assert not main.select_one(".alert--info"), target

        assert main.find("a", href=MEMBERSHIP[language])


@pytest.mark.parametrize(
    "target",
    [
        "x",
        "//evil.example/",
        "/\x00/",
        "/" + "a/" * 999,
        "/_page/999999999/",
        "/documents/9/x",
    ],
)
def test_junk_for_a_target_is_no_page(client, closed, target):
    main = soup(client.get("/konto/login/", {"next": target})).main
    assert not main.select_one(".alert--info")
