"""Tasks in the CMS: the language's bar, the small forms, the first page, the lists."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ethicaltrade.bilingual import actions
from ethicaltrade.mail.models import Email
from ethicaltrade.tasks import services
from ethicaltrade.tasks.models import Section, Task, today
from tests.bilingual.test_form import form_data
from tests.bilingual.test_newer_versions import url
from tests.support.pages import folded, soup
from tests.tasks.conftest import draft_of

pytestmark = pytest.mark.django_db


def bar(response):
    return folded(soup(response).select_one("#language-bar"))


def ask_url(page, kind="translation", code="en"):
    return reverse("ask_task", args=[page.pk, code, kind])


def end_url(task, action):
    return reverse("end_task", args=[task.pk, action])


def test_language_is_sent_for_translation(desk, page, translator):
    assert "Send til oversettelse …" in bar(desk.get(url(page)))
    form = soup(desk.get(ask_url(page))).select_one("[data-task-form]")
    assert "Odd Demo" in folded(form)
    assert "Translators (gruppe)" in folded(form)
    due = today() + timedelta(days=3)
    sent = {
        "doer": f"user-{translator.pk}",
        "due": due.isoformat(),
        "comment": "Hils i teksten",
    }
    answer = desk.post(ask_url(page), sent, follow=True)
    shown = bar(answer)
    assert "Til oversettelse hos Odd Demo, frist" in shown
    assert "Hils i teksten" in shown
    [task] = Task.objects.all()
    assert (task.person, task.due, task.language) == (translator, due, "en")
    [email] = Email.objects.all()
    assert email.subject == f"Oversettelse til engelsk – {page.title_nb}"
    history = desk.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Sendt til oversettelse til Odd Demo (engelsk)" in folded(soup(history))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"doer": ""}, "doer"),
        ({"doer": "user-1000000"}, "doer"),
        ({"due": "2001-01-01"}, "due"),
        ({"due": "i morgen"}, "due"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_it(desk, page, editor, fields, wrong):
    sent = {"doer": f"user-{editor.pk}", "due": "", "comment": ""} | fields
    answer = desk.post(ask_url(page, "review"), sent)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [wrong]
    assert not Task.objects.exists()


def test_somebody_has_it_already(desk, page, editor, translation):
    sent = {"doer": f"user-{editor.pk}"}
    assert "Noen har denne oppgaven allerede" in desk.post(ask_url(page), sent).text


def test_without_a_section_nothing_is_offered(desk, page):
    Section.objects.all().delete()
    assert "Send til" not in bar(desk.get(url(page)))
    assert desk.get(ask_url(page)).status_code in (302, 403)


def test_section_is_switched_on_and_off(desk, home, page):
    address = reverse("task_section", args=[home.pk])
    assert address in desk.get(url(home)).text
    for sent, count in (({"on": "on"}, 2), ({"on": "on"}, 2), ({}, 1)):
        assert desk.post(address, sent).status_code == 302
        assert Section.objects.count() == count


def test_translator_has_a_first_page_and_hands_back(
    theirs, desk, page, translation, editor
):
    Task.objects.update(due=today() - timedelta(days=1))
    first = folded(soup(theirs.get("/admin/")))
    assert "Venter på deg" in first
    assert page.title_nb in first
    assert "fristen er ute" in first
    assert "Venter på deg" not in desk.get("/admin/").text
    shown = bar(theirs.get(url(page)))
    assert "Oversettelsen er klar …" in shown
    assert "Send til oversettelse" not in shown
    assert "Avbryt oppgaven" not in shown
    wrong = theirs.post(end_url(translation, "hand_back"), {"answer": ""})
    assert "answer" in wrong.context["form"].errors
    sent = {"answer": "Hva er «ærlig»?"}
    answer = theirs.post(end_url(translation, "hand_back"), sent)
    assert answer.url == reverse("wagtailadmin_home")
    assert page.title_nb not in theirs.get("/admin/").text
    assert "Hva er «ærlig»?" in desk.get("/admin/").text
    assert "sendt tilbake av Odd Demo" in bar(desk.get(url(page)))
    assert "Send til oversettelse …" in bar(desk.get(url(page)))
    desk.post(end_url(translation, "cancel"))
    assert "Venter på deg" not in desk.get("/admin/").text


@pytest.mark.parametrize("action", ["finish", "hand_back"])
def test_dialog_leads_to_a_page_that_they_may_still_open(
    theirs, desk, page, translation, editor, action
):
    """Which the translator's is not, when the task has ended."""
    form = soup(theirs.get(end_url(translation, action))).select_one("form[data-next]")
    assert form["data-next"] == reverse("wagtailadmin_home")
    review = services.ask(page, "nb", "review", by=editor, person=editor)
    form = soup(desk.get(end_url(review, action))).select_one("form[data-next]")
    assert form["data-next"] == url(page)


def test_review_is_approved(desk, page, editor):
    task = services.ask(page, "nb", "review", by=editor, person=editor)
    assert "Godkjenn …" in bar(desk.get(url(page)))
    answer = desk.post(end_url(task, "finish"), follow=True)
    assert "Godkjent" in folded(soup(answer))
    task.refresh_from_db()
    assert task.state == Task.State.DONE
    assert desk.get(end_url(task, "finish")).status_code == 404


def test_what_is_done_is_told_until_readers_have_it(
    desk, page, editor, translator, translation
):
    draft = draft_of(page)
    draft.title_en, draft.lead_en = "Beer", "A lead"
    draft.save_revision(user=translator)
    services.finish(translation, by=translator, answer="Se tallene")
    approved = services.ask(page, "nb", "review", by=editor, person=editor)
    services.finish(approved, by=editor)  # with nothing that readers lack

    def told():
        home = soup(desk.get(reverse("wagtailadmin_home")))
        panel = home.select_one("#waiting-for-you-section")
        row = folded(panel) if panel else ""
        return row, bar(desk.get(url(page)))

    row, above = told()
    assert "Oversettelse til engelsk – ferdig, kan publiseres" in row
    assert "Gjennomgang" not in row
    assert f"Oversatt av {translator.first_name}" in above
    assert "Se tallene" in above
    assert "Avbryt" not in above

    actions.publish(page, ["en"], user=editor)
    later = draft_of(page)
    later.title_en = "More beer"
    later.save_revision(user=editor)
    row, above = told()
    assert row == ""
    assert "Oversatt av" not in above


def test_what_is_asked_again_is_done_no_more(page, editor, translator, translation):
    services.finish(translation, by=translator)
    services.ask(page, "en", "translation", by=editor, person=translator)
    states = Task.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [Task.State.CLOSED, Task.State.OPEN]


def test_others_end_nothing(client, member, page, translation):
    client.force_login(member)
    for action in ("finish", "hand_back", "cancel"):
        answer = client.post(end_url(translation, action), {"answer": "Hei"})
        assert answer.status_code in (302, 403)
    assert client.get(ask_url(page)).status_code in (302, 403)
    translation.refresh_from_db()
    assert translation.is_open


def test_pages_that_wait_are_found_in_the_explorer(desk, section, page, editor):
    services.ask(page, "nb", "review", by=editor, person=editor)
    address = reverse("wagtailadmin_explore", args=[section.pk])
    for kind, is_there in (("review", True), ("translation", False)):
        shown = folded(soup(desk.get(f"{address}?task={kind}")).select_one("main"))
        assert (page.title_nb in shown) is is_there, kind


def test_page_that_saves_itself_asks_for_no_tasks(desk, page, translation):
    """The bar is told anew without them: they do not change by what is typed."""
    headers = {"Accept": "application/json"}
    answer = desk.post(url(page), form_data(slug_nb=page.slug_nb), headers=headers)
    html = answer.json()["html"]
    assert "language-bar-en" in html
    assert "language-tasks" not in html
