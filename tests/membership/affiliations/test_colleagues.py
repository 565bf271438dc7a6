"""The colleagues on My page, and what the main contact does with them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ethicaltrade.dates import today
from ethicaltrade.mail.models import Email
from membership.affiliations import services
from membership.affiliations.models import Affiliation, Invitation
from membership.affiliations.views import EMAILS
from membership.members.models import Member
from tests.support import factories
from tests.support.pages import folded, soup

from .conftest import person
from .support import emails_to, invite, roles, url

pytestmark = pytest.mark.django_db

KARI = {"email": "kari@example.org", "name": "Kari Demo", "language": "en"}


@pytest.fixture(autouse=True)
def site(home):
    """The pages have a site around them."""


@pytest.fixture
def at_desk(client, main, colleague):
    """The main contact's browser."""
    client.force_login(main)
    return client


@pytest.fixture(params=["nb", "en"])
def language(request):
    return request.param


def people_on(page) -> list[str]:
    return [folded(item) for item in page.select(".colleagues__who")]


# Who sees what


def test_everyone_sees_names_and_roles(client, main, colleague, stranger, language):
    client.force_login(colleague)
    response = client.get(url("colleagues", language=language))
    page = soup(response)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"
    assert page.html["lang"] == language
    assert len(page.select("h1")) == 1
    first, second = people_on(page)
    assert first.startswith("Hilde Demo")
    assert second.startswith("Kolbein Demo")
    assert "Anne Demo" not in folded(page)
    assert main.email not in folded(page.main)
    assert not page.select("main form, main .colleagues__actions")


def test_english_page_is_in_english(at_desk):
    page = soup(at_desk.get(url("colleagues", language="en")))
    assert folded(page.h1) == "Colleagues"
    assert people_on(page) == [
        "Hilde Demo (you) Main contact",
        "Kolbein Demo Colleague",
    ]
    assert folded(page.select_one("main form button")) == "Send the invitation"


def test_main_contact_sees_what_can_be_done(at_desk, organisation, colleague):
    invite(organisation)
    page = soup(at_desk.get(url("colleagues")))
    links = {link["href"] for link in page.select(".colleagues a")}
    pk = colleague.affiliation.pk
    assert links == {url("colleague_remove", pk), url("colleague_hand_over", pk)}
    buttons = page.select(".colleagues button")
    assert [button["value"] for button in buttons] == ["send-again", "withdraw"]
    assert page.select_one(".form input[name=email]")


def pages_of(organisation, colleague):
    invitation, _key = invite(organisation)
    pk = colleague.affiliation.pk
    return {
        "colleagues": url("colleagues"),
        "remove": url("colleague_remove", pk),
        "hand over": url("colleague_hand_over", pk),
        "invitation": url("colleague_invitation", invitation.pk),
    }


def test_outsiders_are_led_to_the_log_in(client, organisation, colleague):
    for address in pages_of(organisation, colleague).values():
        response = client.post(address, {"do": "withdraw"})
        assert response.status_code == 302
        assert response["Location"].startswith(url("account_login"))
        assert response["Cache-Control"] == "no-store, private"
    assert len(roles(organisation)) == 2


def test_those_without_a_member_are_refused(client, organisation, colleague, editor):
    client.force_login(editor)
    for address in pages_of(organisation, colleague).values():
        assert client.post(address, {"do": "withdraw"}).status_code == 403
    assert client.get(url("colleagues")).status_code == 403


def test_colleagues_change_nothing(client, organisation, colleague):
    client.force_login(colleague)
    for address in pages_of(organisation, colleague).values():
        response = client.post(address, {**KARI, "do": "withdraw"})
        assert response.status_code == 403
    assert len(roles(organisation)) == 2
    assert Invitation.objects.unanswered().count() == 1


def test_another_members_people_are_not_found(client, organisation, colleague, other):
    client.force_login(person("sjef@example.org", other, "Siv Demo", role="main"))
    pages = pages_of(organisation, colleague)
    del pages["colleagues"]
    for address in pages.values():
        assert client.post(address, {"do": "withdraw"}).status_code == 404
    assert client.get(pages["remove"]).status_code == 404
    assert len(roles(organisation)) == 2


def test_ended_member_has_no_colleagues_page_on_the_next_request(at_desk, organisation):
    assert at_desk.get(url("colleagues")).status_code == 200
    Member.objects.filter(pk=organisation.pk).update(ended_on=today())
    assert at_desk.get(url("colleagues")).status_code == 403
    assert at_desk.post(url("colleagues"), KARI).status_code == 403


def test_forms_without_a_token_are_refused(main, colleague, organisation):
    client = Client(enforce_csrf_checks=True)
    client.force_login(main)
    for address in pages_of(organisation, colleague).values():
        assert client.post(address, {**KARI, "do": "withdraw"}).status_code == 403
    assert len(roles(organisation)) == 2


def test_queries_do_not_grow_with_the_people(at_desk, organisation):
    def queries() -> int:
        at_desk.get(url("colleagues"))
        with CaptureQueriesContext(connection) as captured:
            at_desk.get(url("colleagues"))
        return len(captured)

    invite(organisation, "ny@example.org")
    before = queries()
    for number in range(10):
        factories.member_person(f"nr{number}@example.org", organisation)
        invite(organisation, f"ny{number}@example.org")
    assert queries() == before


# Inviting


def test_main_contact_invites(at_desk, organisation, main):
    response = at_desk.post(url("colleagues"), KARI, follow=True)
    assert response.redirect_chain == [(url("colleagues"), 302)]
    assert "kari@example.org" in folded(soup(response).select_one(".alert--done"))
    invitation = Invitation.objects.get()
    assert (invitation.invited_by, invitation.role) == (main, "colleague")
    assert (invitation.language, invitation.name) == ("en", "Kari Demo")
    assert emails_to("kari@example.org") == [
        "Invitation to use our website on behalf of Ærlig Demo AS"
    ]


def test_role_that_nobody_asked_for_is_ignored(at_desk):
    at_desk.post(url("colleagues"), {**KARI, "role": "main"})
    assert Invitation.objects.get().role == "colleague"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "kari"}, "email"),
        ({"email": "kollega@example.org"}, "email"),
        ({"email": "x" * 250 + "@example.org"}, "email"),
        ({"name": "x" * 121}, "name"),
        ({"language": ""}, "language"),
        ({"language": "se"}, "language"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(at_desk, change, field):
    response = at_desk.post(url("colleagues"), {**KARI, **change})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    page = soup(response)
    assert page.select_one(f"[role=alert] a[href^='#id_{field}']")
    if "name" not in change:
        assert page.select_one("input[name=name]")["value"] == "Kari Demo"
    assert not Invitation.objects.exists()


def test_emails_of_a_day_are_limited_for_each_member(at_desk, organisation):
    invitation, _key = invite(organisation)
    for _number in range(EMAILS.most):
        EMAILS.count(str(organisation.pk))
    page = soup(at_desk.post(url("colleagues"), {**KARI, "email": "x@example.org"}))
    assert page.select_one("[role=alert]")
    assert page.select_one("input[name=email]")["value"] == "x@example.org"
    again = url("colleague_invitation", invitation.pk)
    shown = at_desk.post(again, {"do": "send-again"}, follow=True)
    assert soup(shown).select_one(".alert--error")
    assert Email.objects.count() == 1


def test_invitation_is_sent_again_and_withdrawn(at_desk, organisation):
    invitation, key = invite(organisation)
    address = url("colleague_invitation", invitation.pk)
    response = at_desk.post(address, {"do": "send-again"}, follow=True)
    assert soup(response).select_one(".alert--done")
    assert services.find_invitation(key) is None
    at_desk.post(address, {"do": "withdraw"})
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    late = at_desk.post(address, {"do": "send-again"}, follow=True)
    assert soup(late).select_one(".alert--warning")


@pytest.mark.parametrize("data", [{}, {"do": ""}, {"do": "junk"}])
def test_buttons_that_nobody_made_do_nothing(at_desk, organisation, data):
    invitation, _key = invite(organisation)
    address = url("colleague_invitation", invitation.pk)
    assert at_desk.post(address, data).status_code == 404
    assert at_desk.get(address).status_code == 405
    invitation.refresh_from_db()
    assert invitation.state == "open"


# Removing, and handing over


@pytest.mark.parametrize("name", ["colleague_remove", "colleague_hand_over"])
def test_it_is_asked_first(at_desk, organisation, colleague, name, language):
    response = at_desk.get(url(name, colleague.affiliation.pk, language=language))
    page = soup(response)
    assert "Kolbein Demo" in folded(page.h1)
    assert page.html["lang"] == language
    assert page.select_one("main form button.button")
    back = page.select_one("main form a")["href"]
    assert back == url("colleagues", language=language)
    assert roles(organisation)[colleague.email] == "colleague"


def test_colleague_is_removed(at_desk, organisation, colleague):
    live = Client()
    live.force_login(colleague)
    assert live.get(url("colleagues")).status_code == 200
    address = url("colleague_remove", colleague.affiliation.pk)
    response = at_desk.post(address, follow=True)
    assert "Kolbein Demo" in folded(soup(response).select_one(".alert--done"))
    assert colleague.email not in roles(organisation)
    assert live.get(url("colleagues")).status_code == 403
    assert at_desk.post(address).status_code == 404


def test_role_is_handed_over(at_desk, organisation, main, colleague):
    address = url("colleague_hand_over", colleague.affiliation.pk)
    response = at_desk.post(address, follow=True)
    page = soup(response)
    assert page.select_one(".alert--done")
    assert not page.select("main form")
    assert roles(organisation) == {main.email: "colleague", colleague.email: "main"}
    assert at_desk.post(address).status_code == 403


@pytest.mark.parametrize("name", ["colleague_remove", "colleague_hand_over"])
def test_main_contact_is_no_colleague_of_themselves(at_desk, main, name):
    assert at_desk.get(url(name, main.affiliation.pk)).status_code == 404
    assert at_desk.post(url(name, main.affiliation.pk)).status_code == 404
    assert Affiliation.objects.get(user=main).is_main
