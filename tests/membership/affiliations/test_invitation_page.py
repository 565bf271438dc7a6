"""The page behind an invitation's link."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.utils import timezone

from ethicaltrade.dates import today
from ethicaltrade.discretion import without_keys
from ethicaltrade.users.models import User
from membership.affiliations import services
from membership.affiliations.models import Affiliation, Invitation, Role
from membership.affiliations.views import GUESSES
from tests.support import factories
from tests.support.pages import folded, soup

from .support import PASSWORD, invite, roles, url

pytestmark = pytest.mark.django_db

ANSWER = {"name": "Kari Demo", "how": "password", "password": PASSWORD}


@pytest.fixture(params=["nb", "en"])
def language(request):
    return request.param


@pytest.fixture
def invitation(home, organisation, main):
    """To Kari, from the main contact; with its key."""
    made, key = invite(organisation, by=main)
    made.key = key
    return made


def address(invitation, language="nb") -> str:
    return url("invitation", invitation.key, language=language)


def assert_is_private(response) -> None:
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"


# Without an account


def test_page_says_who_invites_to_what(client, invitation, language):
    response = client.get(address(invitation, language))
    page = soup(response)
    text = folded(page.main)
    assert response.status_code == 200
    assert_is_private(response)
    assert page.html["lang"] == language
    assert len(page.select("h1")) == 1
    for words in ("Hilde Demo", "Ærlig Demo AS", "kari@example.org"):
        assert words in text
    assert page.select_one("input[name=name]")["value"] == "Kari Demo"
    assert page.select_one("input[name=password]")["autocomplete"] == "new-password"
    assert invitation.key not in str(page.head)


def test_english_page_is_in_english(client, invitation):
    page = soup(client.get(address(invitation, "en")))
    assert page.h1.get_text() == "Invitation to Ærlig Demo AS"
    assert "Hilde Demo has invited you to use our website" in folded(page.main)
    assert (
        page.select_one("main form button").get_text() == "Accept and create an account"
    )


def test_reading_changes_nothing(client, invitation):
    client.get(address(invitation))
    client.head(address(invitation))
    assert not User.objects.filter(email="kari@example.org").exists()
    assert services.find_invitation(invitation.key).state == "open"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_taken(client, invitation, method):
    assert getattr(client, method)(address(invitation)).status_code == 405


def test_new_person_joins_and_is_logged_in(client, invitation, organisation, language):
    response = client.post(address(invitation, language), ANSWER)
    assert response.status_code == 302
    assert response["Location"] == url("my_page", language=language)
    assert_is_private(response)
    user = get_user(client)
    assert user.email == "kari@example.org"
    assert user.check_password(PASSWORD)
    assert user.is_member
    assert user.affiliation.language == language
    assert roles(organisation)["kari@example.org"] == "colleague"
    again = client.get(address(invitation, language))
    assert (again.status_code, again["Location"]) == (302, response["Location"])


def test_password_can_be_left_for_later(client, invitation):
    client.post(address(invitation), {"name": "Kari", "how": "later", "password": ""})
    user = get_user(client)
    assert user.is_authenticated
    assert not user.has_usable_password()


def test_password_that_was_typed_and_not_wanted_is_not_set(client, invitation):
    client.post(address(invitation), {**ANSWER, "how": "later"})
    assert not get_user(client).has_usable_password()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"how": "junk"}, "how"),
        ({"how": ""}, "how"),
        ({"password": ""}, "password"),
        ({"password": "12345678"}, "password"),
        ({"password": "kari@example.org"}, "password"),
        ({"password": "x" * 200}, "password"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, invitation, change, field):
    response = client.post(address(invitation), {**ANSWER, **change})
    assert response.status_code == 200
    assert_is_private(response)
    form = response.context["form"]
    assert list(form.errors) == [field]
    page = soup(response)
    assert page.select_one(f"a[href^='#id_{field}']")
    if field != "name":
        assert page.select_one("input[name=name]")["value"] == "Kari Demo"
    assert not page.select_one("input[name=password]").get("value")
    assert not User.objects.filter(email="kari@example.org").exists()


def test_double_click_makes_one_account(client, invitation, client_of):
    client.post(address(invitation), ANSWER)
    second = client_of().post(address(invitation), ANSWER)
    assert second.status_code == 410
    assert User.objects.filter(email="kari@example.org").count() == 1


@pytest.fixture
def client_of(client):
    """Makes another browser."""
    return type(client)


# With an account


def test_existing_person_logs_in_first(client, invitation, organisation, language):
    factories.user("KARI@example.org")
    response = client.get(address(invitation, language))
    link = soup(response).select_one("main a.button")["href"]
    assert link.startswith(url("account_login", language=language))
    assert link.endswith(address(invitation, language).replace("/", "%2F"))
    refused = client.post(address(invitation, language), ANSWER)
    assert refused.status_code == 200
    assert not get_user(client).is_authenticated
    assert len(roles(organisation)) == 1


def test_existing_person_accepts_with_one_click(client, invitation, organisation):
    kari = factories.user("kari@example.org")
    client.force_login(kari)
    page = soup(client.get(address(invitation)))
    assert not page.select("input[name=password]")
    response = client.post(address(invitation))
    assert response["Location"] == url("my_page")
    assert roles(organisation)["kari@example.org"] == "colleague"
    kari.refresh_from_db()
    assert kari.check_password(factories.PASSWORD)


def test_account_that_is_switched_off_is_not_opened(client, invitation, language):
    factories.user("kari@example.org", is_active=False)
    page = address(invitation, language)
    assert not soup(client.get(page)).select("main form, main a.button")
    assert client.post(page, ANSWER).status_code == 200
    assert not get_user(client).is_authenticated


def test_somebody_else_is_asked_to_log_out(client, invitation, editor, language):
    client.force_login(editor)
    response = client.get(address(invitation, language))
    assert editor.email in folded(soup(response).main)
    assert client.post(address(invitation, language)).status_code == 403
    assert not Affiliation.objects.filter(user=editor).exists()


def test_person_of_another_member_is_told_why_not(
    client, organisation, stranger, main, language
):
    made, key = invite(organisation, stranger.email, by=main)
    client.force_login(stranger)
    page = url("invitation", key, language=language)
    assert soup(client.get(page)).select_one(".alert--warning")
    assert client.post(page).status_code == 403
    assert len(roles(organisation)) == 1
    made.refresh_from_db()
    assert made.accepted_at is None


def test_invitation_to_be_main_contact_says_so(client, home, other):
    _made, key = invite(other, role=Role.MAIN, language="en")
    text = folded(soup(client.get(url("invitation", key, language="en"))).main)
    assert "You will be the main contact" in text
    assert "You have been invited to use our website on behalf of Annen Demo AS" in text


# Links that do not work


def withdraw(invitation):
    Invitation.objects.update(withdrawn_at=timezone.now())


def expire(invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def end(invitation):
    member = invitation.member
    member.ended_on = today()
    member.save()


def use(invitation):
    services.join(invitation.pk, name="Kari", password="", language="nb")


@pytest.mark.parametrize(
    ("happen", "heading"),
    [
        (withdraw, "The invitation has been withdrawn"),
        (expire, "The invitation no longer works"),
        (end, "The membership has ended"),
        (use, "The invitation has been used"),
    ],
)
def test_closed_invitation_says_kindly_why(client, invitation, happen, heading):
    happen(invitation)
    people = User.objects.count()
    for response in (
        client.get(address(invitation, "en")),
        client.post(address(invitation, "en"), ANSWER),
    ):
        assert response.status_code == 410
        assert_is_private(response)
        assert folded(soup(response).h1) == heading
        assert "kari@example.org" not in response.content.decode()
    assert User.objects.count() == people


def test_unknown_key_is_told_of_no_member(client, invitation, language):
    expire(invitation)
    unknown = client.get(url("invitation", "made-up", language=language))
    assert unknown.status_code == 404
    assert_is_private(unknown)
    assert invitation.member.name not in unknown.content.decode()


def test_guessing_keys_has_to_wait(client, invitation):
    made_up = url("invitation", "made-up")
    for _number in range(GUESSES.most):
        assert client.get(made_up).status_code == 404
    assert client.get(made_up).status_code == 429
    assert client.get(address(invitation)).status_code == 429
    elsewhere = client.get(address(invitation), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_log_does_not_have_the_key(invitation, language):
    path = address(invitation, language)
    for text in (f"GET {path} HTTP/1.1", "?next=" + path.replace("/", "%2F")):
        assert invitation.key not in without_keys(text)


@pytest.mark.parametrize("path", ["konto/invitasjon", "en/konto/invitation"])
def test_log_knows_the_addresses_in_both_languages(path):
    assert without_keys(f"GET /{path}/Secret/ HTTP/1.1") == f"GET /{path}/…/ HTTP/1.1"
