"""A translator writes words of one language, of what was given to them alone."""

import json

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ethicaltrade.bilingual import scopes, versions
from ethicaltrade.tasks import services
from ethicaltrade.tasks.admin.panels import WaitingForYouPanel
from ethicaltrade.tasks.models import Task
from ethicaltrade.users.models import User
from events.models import EventSpeaker
from tests.bilingual.test_form import form_data
from tests.bilingual.test_newer_versions import url
from tests.events.support import put_event
from tests.support import factories
from tests.support.cms_forms import sent_untouched
from tests.support.pages import soup

from .conftest import draft_of

pytestmark = pytest.mark.django_db


def content(page):
    return scopes.content_of(draft_of(page))


def changed(page, before):
    """The languages in which the draft is not what it was; None for what is shared."""
    changes = versions.differences(type(page), before, content(page))
    return {change.language for change in changes}


def test_form_has_their_language_and_the_source_alone(theirs, page, translation):
    form = theirs.get(url(page)).context["form"]
    assert {"title_nb", "title_en", "slug_en", "body_en"} <= form.fields.keys()
    assert not {"topics", "image", "first_published_en", "source_language"} & (
        form.fields.keys()
    )
    told = soup(theirs.get(url(page))).find(id="language-words").string
    assert json.loads(told)["writes"] == ["en"]


@pytest.mark.every_database
@pytest.mark.parametrize("languages", [["en"], ["nb", "en"], []])
def test_what_is_not_theirs_stays(theirs, page, translation, languages):
    before = content(page)
    lie = {"title_nb": "Løgn", "lead_nb": "Løgn", "show_in_menus": "on"}
    lie |= {"first_published_en": "2001-01-01 12:00", "published_en": "on"}
    sent = form_data(**lie, title_en="Beer", lead_en="A lead")
    answer = theirs.post(url(page), {**sent, "languages": languages})
    assert answer.status_code == 302
    draft = draft_of(page)
    assert (draft.title_en, draft.lead_en) == ("Beer", "A lead")
    assert changed(page, before) == {"en"}
    assert draft.first_published_en is None
    stored = type(page).objects.get(pk=page.pk)
    assert (stored.title_nb, stored.public_languages) == (page.title_nb, ["nb"])


def test_rows_and_shared_blocks_stay(theirs, editor, translator, section, programme):
    """Their words in this language are the translator's."""
    services.switch(programme, on=True, by=editor)
    speakers = [EventSpeaker(name="Kari", role_nb="Forsker")]
    event = put_event(programme, speakers=speakers)
    services.ask(event, "en", "translation", by=editor, person=translator)
    sent = sent_untouched(theirs.get(url(event)).context["form"])
    rows = {name: value for name, value in sent.items() if "speakers-0" in name}
    assert rows
    sent |= {
        "speakers-0-name": "Noen andre",
        "speakers-0-role_nb": "Løgn",
        "speakers-0-role_en": "Researcher",
        "dates-0-DELETE": "on",
        "title_en": "Meeting",
    }
    assert theirs.post(url(event), sent).status_code == 302
    draft = type(event).objects.get(pk=event.pk).get_latest_revision_as_object()
    [speaker] = draft.speakers.all()
    assert (speaker.name, speaker.role_en) == ("Kari", "Researcher")
    assert speaker.role_nb == "Forsker"
    assert draft.dates.count() == event.dates.count()
    assert draft.title_en == "Meeting"


def test_rows_are_neither_put_in_nor_moved(
    theirs, editor, translator, section, programme
):
    """The form hides what adds and moves them, and nobody needs it to send that."""
    services.switch(programme, on=True, by=editor)
    speakers = [
        EventSpeaker(name="Kari", sort_order=0),
        EventSpeaker(name="Ola", sort_order=1),
    ]
    event = put_event(programme, speakers=speakers)
    services.ask(event, "en", "translation", by=editor, person=translator)
    before = content(event)
    sent = sent_untouched(theirs.get(url(event)).context["form"])
    stranger = put_event(programme, speakers=[EventSpeaker(name="Siv")])
    sent |= {
        "speakers-TOTAL_FORMS": "3",
        "speakers-0-ORDER": "2",
        "speakers-1-ORDER": "1",
        "speakers-1-id": str(stranger.speakers.get().pk),
        "speakers-1-name": "Noen andre",
        "speakers-2-id": "",
        "speakers-2-name": "Per",
        "speakers-2-role_en": "Guest",
        "speakers-2-ORDER": "3",
        "dates-TOTAL_FORMS": "0",
        "title_en": "Meeting",
    }
    assert theirs.post(url(event), sent).status_code == 302
    draft = draft_of(event)
    assert draft.title_en == "Meeting"
    assert [one.name for one in draft.speakers.all()] == ["Kari", "Ola"]
    assert draft.dates.count() == event.dates.count()
    assert changed(event, before) == {"en"}
    [siv] = type(stranger).objects.get(pk=stranger.pk).speakers.all()
    assert siv.name == "Siv"


def test_blocks_that_are_arranged_once_stay(theirs, editor, translator, section, home):
    """Their words in this language are the translator's."""
    promise = {
        "heading": {"nb": "Løftet", "en": ""},
        "points": [{"title": {"nb": "Forankre", "en": ""}}],
    }
    home.sections = [("promise", promise), ("promise", promise)]
    home.save_revision()
    services.switch(home, on=True, by=editor)
    services.ask(home, "en", "translation", by=editor, person=translator)
    sent = sent_untouched(theirs.get(url(home)).context["form"])
    sent |= {
        "sections-0-value-heading-nb": "Løgn",
        "sections-0-value-heading-en": "The promise",
        "sections-0-order": "1",
        "sections-1-order": "0",
        "sections-1-deleted": "1",
    }
    assert theirs.post(url(home), sent).status_code == 302
    draft = draft_of(home)
    first, second = draft.sections.raw_data
    assert first["value"]["heading"] == {"nb": "Løftet", "en": "The promise"}
    assert second["value"]["heading"] == {"nb": "Løftet", "en": ""}


def test_they_publish_nothing(theirs, page, translation):
    sent = form_data(title_en="Beer", lead_en="A lead") | {"action-publish": "en"}
    theirs.post(url(page), sent)
    assert type(page).objects.get(pk=page.pk).public_languages == ["nb"]
    text = theirs.get(url(page)).text
    assert 'name="action-publish"' not in text


def doors(page, revision):
    """What is done with a page, beside writing in it."""
    names = ("copy", "move", "delete", "unpublish", "set_privacy", "lock", "usage")
    for name in names[:-1]:
        yield reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    yield reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision])
    yield reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    yield reverse("schedule_language", args=[page.pk, "en"])
    yield reverse("ask_task", args=[page.pk, "en", "review"])
    yield reverse("task_section", args=[page.pk])
    yield reverse(
        "wagtailadmin_pages:add", args=["articles", "articlepage", page.get_parent().pk]
    )


def test_no_other_door_is_open(theirs, page, translation):
    before = content(page)
    revision = page.revisions.first().pk
    for door in doors(page, revision):
        for send in (theirs.get, theirs.post):
            answer = send(door)
            assert answer.status_code in (302, 403, 404, 405), door
            if answer.status_code == 302:  # with the message that it is refused
                assert answer.url != url(page), door
    assert not changed(page, before)


def test_registrations_are_not_theirs(theirs, editor, translator, section, programme):
    services.switch(programme, on=True, by=editor)
    event = put_event(programme)
    services.ask(event, "en", "translation", by=editor, person=translator)
    assert theirs.get(url(event)).status_code == 200
    registrations = reverse("event_admin:list", args=[event.pk])
    assert theirs.get(registrations).status_code in (302, 403)


def test_when_it_has_ended_the_page_is_closed(
    theirs, page, article, translator, translation
):
    assert theirs.get(url(page)).status_code == 200
    assert theirs.get(url(article)).status_code == 302  # never given to them
    preview = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert theirs.get(f"{preview}?mode=en").status_code == 200
    services.finish(translation, by=translator)
    assert theirs.get(url(page)).status_code == 302
    assert theirs.post(url(page), form_data(title_en="Beer")).status_code == 302
    assert draft_of(page).title_en != "Beer"
    assert theirs.get(f"{preview}?mode=en").status_code == 302


def test_right_taken_away_is_gone_at_once(theirs, page, translator, translation):
    translator.groups.first().permissions.get(codename="translate_pages").delete()
    assert theirs.get(url(page)).status_code == 302
    assert page.title_nb not in theirs.get("/admin/").text


def test_two_who_write_are_merged(theirs, desk, page, translation):
    """The translator's English, and the editor's Norwegian."""
    opened = {
        name: soup(theirs.get(url(page))).find("input", {"name": name})["value"]
        for name in ("loaded_revision_id", "loaded_revision_created_at")
    }
    sent = form_data(lead_nb="Redaktørens", slug_nb=page.slug_nb)
    assert desk.post(url(page), sent).status_code == 302
    sent = form_data(title_en="Beer", lead_en="A lead") | opened
    assert theirs.post(url(page), {**sent, "languages": "en"}).status_code == 302
    draft = draft_of(page)
    assert (draft.lead_nb, draft.title_en) == ("Redaktørens", "Beer")


def test_many_tasks_are_listed_in_as_many_queries_as_one(
    editor, section, translator, translation
):
    def queries():
        request = RequestFactory().get("/admin/")
        request.user = User.objects.get(pk=translator.pk)
        with CaptureQueriesContext(connection) as asked:
            context = WaitingForYouPanel().get_context_data({"request": request})
        return len(context["waiting"]), len(asked)

    one, with_one = queries()
    for _number in range(3):
        fields = {"title_en": "", "lead_en": "", **factories.published_in("nb")}
        page = factories.add_page(section, factories.article(**fields))
        services.ask(page, "en", Task.Kind.TRANSLATION, by=editor, person=translator)
    assert queries() == (one + 3, with_one)
