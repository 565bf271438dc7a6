"""Who may change the event sees who comes, and nobody else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.events.registration.support import register
from tests.events.support import put_event
from tests.support import factories
from tests.support.pages import folded, soup

from .support import logged, url

PAGES = ("list", "list_results", "add", "check_in_list", "check_in_results", "message")


def addresses(event, registration):
    return [
        *(url(name, event) for name in PAGES),
        f"{url('list', event)}?export=csv",
        f"{url('list', event)}?export=xlsx",
        url("registration", event, registration.pk),
        reverse("event_admin:index"),
        reverse("event_admin:index_results"),
    ]


@pytest.fixture
def kari(event):
    return register(event).registration


def test_editor_is_let_in_everywhere(desk, event, kari):
    for address in addresses(event, kari):
        assert desk.get(address).status_code == 200, address


@pytest.mark.parametrize("who", ["outsider", "member", "stranger"])
def test_nobody_else_is(client, event, kari, who, member):
    if who == "member":
        client.force_login(member)
    if who == "stranger":  # may enter the CMS, and change nothing there
        person = factories.user("bilder@example.org", "Pictures")
        access = Permission.objects.get(codename="access_admin")
        Group.objects.get(name="Pictures").permissions.add(access)
        client.force_login(person)
    for address in addresses(event, kari):
        answer = client.get(address)
        assert answer.status_code in {302, 403}, address
        assert "kari@example.org" not in answer.content.decode()
    for address in (url("registration", event, kari.pk), url("add", event)):
        assert client.post(address, {"do": "cancel"}).status_code in {302, 403}
    client.post(url("check_in", event, kari.pk), {"is_here": "1"})
    kari.refresh_from_db()
    assert kari.is_confirmed
    assert kari.attended_at is None
    assert logged(event) == []


def test_editor_of_one_event_sees_no_other(client, programme, event, kari):
    mine = put_event(programme, "Mitt kurs")
    person = factories.user("kurs@example.org", "Course holders")
    group = Group.objects.get(name="Course holders")
    rights = ("access_admin", "change_registration")
    group.permissions.set(Permission.objects.filter(codename__in=rights))
    GroupPagePermission.objects.create(
        group=group,
        page=mine,
        permission=Permission.objects.get(codename="change_basepage"),
    )
    client.force_login(person)
    assert client.get(url("list", mine)).status_code == 200
    assert client.get(url("list", event)).status_code in {302, 403}
    shown = folded(soup(client.get("/admin/registrations/?time=all")))
    assert "Mitt kurs" in shown
    assert "Levelønn" not in shown


def test_registration_is_not_found_below_another_event(desk, programme, event, kari):
    other = put_event(programme, "Et annet")
    assert desk.get(url("registration", other, kari.pk)).status_code == 404
    answer = desk.post(url("check_in", other, kari.pk), {"is_here": "1"})
    assert answer.status_code == 404


def test_nothing_of_it_is_kept_in_a_cache(desk, event, kari):
    for address in addresses(event, kari)[:-2]:
        assert "no-store" in desk.get(address)["Cache-Control"], address


def test_event_leads_to_its_registrations(desk, event, programme):
    for address in (
        reverse("wagtailadmin_pages:edit", args=[event.pk]),
        reverse("wagtailadmin_explore", args=[programme.pk]),
    ):
        assert soup(desk.get(address)).select(f'a[href="{url("list", event)}"]')


def test_menu_leads_to_all_of_them(desk, event):
    assert reverse("event_admin:index") in desk.get("/admin/").content.decode()
