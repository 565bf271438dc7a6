"""A member's people in the CMS."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from membership.affiliations.models import Invitation
from tests.support import factories
from tests.support.pages import folded, soup

from .support import emails_to, invite, roles

pytestmark = pytest.mark.django_db

KARI = {
    "email": "kari@example.org",
    "name": "Kari Demo",
    "language": "en",
    "role": "colleague",
}


def people_url(member) -> str:
    return reverse("member_people:list", args=[member.pk])


def url_of(name, member, user) -> str:
    return reverse(f"member_people:{name}", args=[member.pk, user.affiliation.pk])


# Finding it


def test_way_there_is_on_the_member_and_in_the_list(desk, organisation):
    edit = reverse("wagtailsnippets_membership_member:edit", args=[organisation.pk])
    index = reverse("wagtailsnippets_membership_member:list")
    for address in (edit, index):
        links = soup(desk.get(address)).select(f'a[href="{people_url(organisation)}"]')
        assert [folded(link) for link in links], address


def test_people_and_invitations_are_listed(desk, organisation, main, colleague):
    invite(organisation, by=main)
    response = desk.get(people_url(organisation))
    text = folded(soup(response).main)
    for words in (
        "Ærlig Demo AS",
        "Hilde Demo",
        "Kolbein Demo",
        colleague.email,
        "kari@example.org",
    ):
        assert words in text
    assert "no-store" in response["Cache-Control"]


def test_member_without_a_main_contact_stands_out(desk, other, stranger):
    page = soup(desk.get(people_url(other)))
    assert page.select_one(".help-warning")
    assert page.select_one("option[selected]")["value"] == "main"


def test_queries_do_not_grow_with_the_people(desk, organisation, main):
    def queries() -> int:
        desk.get(people_url(organisation))
        with CaptureQueriesContext(connection) as captured:
            desk.get(people_url(organisation))
        return len(captured)

    invite(organisation, "ny@example.org", by=main)
    before = queries()
    for number in range(10):
        factories.member_person(f"nr{number}@example.org", organisation)
        invite(organisation, f"ny{number}@example.org", by=main)
    assert queries() == before


# Who may


def test_editor_without_the_right_to_change_members_is_refused(
    desk, editor, organisation, colleague
):
    right = Permission.objects.get(codename="change_member")
    editor.groups.get().permissions.remove(right)
    for address in (
        people_url(organisation),
        url_of("remove", organisation, colleague),
        url_of("hand_over", organisation, colleague),
    ):
        assert desk.get(address).status_code in {302, 403}
        assert desk.post(address, {"do": "invite", **KARI}).status_code in {302, 403}
    assert len(roles(organisation)) == 2
    assert not Invitation.objects.exists()


def test_members_people_do_not_get_there(client, organisation, main):
    client.force_login(main)
    assert client.get(people_url(organisation)).status_code in {302, 403}


# What is done


def test_staff_invite_the_main_contact(desk, editor, other):
    data = {**KARI, "role": "main", "do": "invite"}
    response = desk.post(people_url(other), data)
    assert response.status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.invited_by) == ("main", editor)
    assert len(emails_to("kari@example.org")) == 1
    entry = ModelLogEntry.objects.get(action="membership.people.invite")
    assert entry.user == editor


@pytest.mark.parametrize(
    "change",
    [
        {"email": "kari"},
        {"email": "hoved@example.org"},
        {"role": "main"},
        {"role": "junk"},
        {"language": "se"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    desk, organisation, main, change, interface
):
    data = {**KARI, **change, "do": "invite"}
    response = desk.post(people_url(organisation), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert soup(response).select_one("input[name=name]")["value"] == "Kari Demo"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "junk"},
        {"do": "withdraw"},
        {"do": "withdraw", "invitation": "x"},
        {"do": "send-again", "invitation": "9" * 30},
    ],
)
def test_buttons_that_nobody_made_are_not_found(desk, organisation, data):
    assert desk.post(people_url(organisation), data).status_code == 404


def test_invitation_is_sent_again_and_withdrawn(desk, organisation, other):
    invitation, _key = invite(organisation)
    foreign, _key = invite(other)
    old = invitation.secret
    address = people_url(organisation)
    desk.post(address, {"do": "send-again", "invitation": invitation.pk})
    invitation.refresh_from_db()
    assert invitation.secret != old
    desk.post(address, {"do": "withdraw", "invitation": invitation.pk})
    desk.post(address, {"do": "withdraw", "invitation": foreign.pk})
    invitation.refresh_from_db()
    foreign.refresh_from_db()
    assert (invitation.state, foreign.state) == ("withdrawn", "open")


def test_main_contact_is_removed_after_a_question(desk, organisation, main, colleague):
    address = url_of("remove", organisation, main)
    assert "Hilde Demo" in folded(soup(desk.get(address)).main)
    assert len(roles(organisation)) == 2
    assert desk.post(address).status_code == 302
    assert roles(organisation) == {colleague.email: "colleague"}


def test_role_is_handed_over_after_a_question(desk, organisation, main, colleague):
    address = url_of("hand_over", organisation, colleague)
    assert desk.get(address).status_code == 200
    desk.post(address)
    assert roles(organisation) == {main.email: "colleague", colleague.email: "main"}
    shown = desk.get(people_url(organisation))
    assert "Kolbein Demo" in folded(soup(shown).main)


def test_people_of_another_member_are_not_found(desk, organisation, stranger):
    for name in ("remove", "hand_over"):
        address = url_of(name, organisation, stranger)
        assert desk.get(address).status_code == 404
        assert desk.post(address).status_code == 404


def test_history_of_the_member_tells_it(desk, organisation, colleague):
    desk.post(url_of("remove", organisation, colleague), follow=True)
    history = reverse(
        "wagtailsnippets_membership_member:history", args=[organisation.pk]
    )
    text = folded(soup(desk.get(history)).main)
    assert str(colleague.pk) in text
    assert "Kolbein" not in text
