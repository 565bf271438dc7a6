"""Editors read the reports, and say what they have handled."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from ethicaltrade.home import groups
from ethicaltrade.home.feedback import Feedback
from tests.support import factories
from tests.support.pages import folded, soup

LIST = "/admin/feedback/"
ROWS = "#listing-results table"


def report(text="Menyen lukker seg.", **fields):
    return Feedback.objects.create(text=text, language="nb", fingerprint=text, **fields)


@pytest.fixture
def desk(client, home):
    """An editor who publishes, in the CMS."""
    person = factories.user("redaktor@example.org", groups.PUBLISHERS)
    client.force_login(person)
    return client


def test_editor_finds_the_reports_newest_first(desk):
    report("Den første")
    report("Den andre")
    text = folded(soup(desk.get(LIST)))
    assert text.index("Den andre") < text.index("Den første")


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("", {"Ventende", "Ferdig"}), ("waiting", {"Ventende"}), ("handled", {"Ferdig"})],
)
def test_list_is_narrowed_to_what_waits(desk, choice, shown):
    report("Ventende")
    done = report("Ferdig")
    done.mark(handled=True, by=None)
    done.save()
    text = folded(soup(desk.get(f"{LIST}?state={choice}")).select_one(ROWS))
    assert {word for word in ("Ventende", "Ferdig") if word in text} == shown


@pytest.mark.parametrize("query", ["state=x", "p=x", "q=%F0"])
def test_junk_in_the_list_is_no_fault(desk, query):
    report()
    assert desk.get(f"{LIST}?{query}").status_code in {200, 404}


def test_editor_marks_a_report_and_takes_it_back(desk):
    one = report()
    address = reverse("feedback:edit", args=[one.pk])
    desk.post(address, {"is_handled": "on"})
    one.refresh_from_db()
    assert one.is_handled
    assert one.handled_by.email == "redaktor@example.org"
    first = one.handled_at
    desk.post(address, {"is_handled": "on"})
    one.refresh_from_db()
    assert one.handled_at == first
    desk.post(address, {})
    one.refresh_from_db()
    assert (one.handled_at, one.handled_by) == (None, None)


def test_readers_words_cannot_be_changed(desk):
    one = report(email="kari@example.org")
    address = reverse("feedback:edit", args=[one.pk])
    desk.post(address, {"text": "Noe annet", "email": "x@example.org"})
    one.refresh_from_db()
    assert (one.text, one.email) == ("Menyen lukker seg.", "kari@example.org")


def test_readers_words_are_shown_as_text(desk):
    one = report("<script>alert(1)</script>", page="javascript:alert(1)")
    page = soup(desk.get(reverse("feedback:edit", args=[one.pk])))
    assert "<script>alert(1)</script>" in page.get_text()
    assert not page.select('a[href^="javascript"]')


def test_nobody_writes_a_report_in_the_cms(desk, admin):
    for person in ("redaktor@example.org", "admin@example.org"):
        desk.force_login(factories.user(person, groups.PUBLISHERS))
        answer = desk.get(LIST)
        assert not soup(answer).select(f'a[href="{LIST}new/"]')
        assert desk.get(f"{LIST}new/").status_code == 302
        desk.post(f"{LIST}new/", {"text": "x"})
    assert not Feedback.objects.exists()


def test_editor_deletes_a_report(desk):
    one = report()
    desk.post(reverse("feedback:delete", args=[one.pk]))
    assert not Feedback.objects.exists()


def test_history_of_a_report_does_not_tell_the_address(desk):
    one = report(email="kari@example.org")
    assert "kari" not in str(one)
    desk.post(reverse("feedback:edit", args=[one.pk]), {"is_handled": "on"})
    history = desk.get(reverse("feedback:history", args=[one.pk]))
    assert history.status_code == 200
    assert "kari@example.org" not in history.content.decode()


def test_first_page_of_the_cms_says_how_many_wait(desk):
    def link():
        return soup(desk.get("/admin/")).select_one(f'a[href^="{LIST}?state=waiting"]')

    assert link() is None
    report("En")
    report("To")
    assert folded(link()).startswith("2 ")
    assert "En" in folded(soup(desk.get(link()["href"])).select_one(ROWS))


def test_member_who_is_no_editor_sees_nothing(client, home, member):
    client.force_login(member)
    assert client.get(LIST).status_code == 302


def test_editor_without_the_right_is_not_shown_the_reports(client, home):
    group = Group.objects.create(name="Gjester")
    group.permissions.set(groups.Permission.objects.filter(codename="access_admin"))
    client.force_login(factories.user("gjest@example.org", "Gjester"))
    assert client.get(LIST).status_code == 302
    assert not soup(client.get("/admin/")).select(f'a[href^="{LIST}"]')
