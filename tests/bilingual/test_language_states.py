"""An editor writes, approves and publishes: what follows what, and what is stored."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import ArticlePage
from ethicaltrade.bilingual import actions, summaries
from ethicaltrade.bilingual.models import PageLanguage
from tests.support import factories

from .test_form import create, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(news):
    return factories.add_page(news, factories.article(), publish=False)


def summary(page, language="en"):
    return PageLanguage.objects.get(page=page, language=language)


def write(page, editor=None, **words):
    draft = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, text in words.items():
        setattr(draft, name, text)
    draft.save_revision(user=editor)


@pytest.mark.every_database
def test_summary_follows_each_save(article, editor):
    row = summary(article)
    assert (row.is_written, row.missing, row.outdated) == (True, 0, 0)
    assert row.unpublished > 0
    actions.publish(article, ["nb", "en"])
    assert summary(article).unpublished == 0
    write(article, editor, lead_en="", title_nb="Ny")
    row = summary(article)
    assert (row.missing, row.unpublished, row.changed_by) == (1, 1, editor)
    assert summary(article, "nb").unpublished == 1
    actions.take_down(article, ["en"])
    assert summary(article).unpublished > 1
    call_command("check_languages")


@pytest.mark.every_database
def test_summary_is_as_the_version_is_stored(article):
    actions.publish(article, ["nb"])
    write(article, title_nb="Nytt")
    assert summary(article, "nb").unpublished == 1
    assert list(summaries.find_faults()) == []


def test_publishing_one_language_leaves_who_wrote_the_other(article, editor, admin):
    actions.publish(article, ["nb", "en"])
    write(article, editor, lead_en="Half")
    changed_at = summary(article).changed_at
    actions.publish(article, ["nb"], user=admin)
    assert summary(article).changed_by == editor
    assert summary(article).changed_at == changed_at
    assert summary(article).unpublished == 1


def test_page_without_versions_and_a_copy_have_summaries(news):
    only_norwegian = factories.published_in("nb") | {"title_en": "", "lead_en": ""}
    page = factories.put_page(news, factories.article(**only_norwegian))
    assert (summary(page).is_written, summary(page).missing) == (False, 2)
    copy = page.copy(update_attrs={"slug": "kopi"})
    assert PageLanguage.objects.filter(page=copy).count() == 2
    page.delete()
    assert not PageLanguage.objects.filter(page=page.pk).exists()


@pytest.mark.every_database
def test_command_finds_and_mends_what_is_wrong(article, capsys):
    PageLanguage.objects.filter(page=article).update(missing=7)
    with pytest.raises(CommandError):
        call_command("check_languages")
    call_command("check_languages", "--mend")
    call_command("check_languages")
    assert "Mended 2" in capsys.readouterr().out


def test_small_change_leaves_translations_up_to_date(article):
    actions.publish(article, ["nb", "en"])
    write(article, title_nb="Liten rettelse")
    actions.publish(article, ["nb"], is_small_change=True)
    assert summary(article).outdated == 0
    write(article, title_nb="Stor endring")
    actions.publish(article, ["nb"])
    assert summary(article).outdated == 1


# In the form


def state_of(desk, page, segment="title"):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    states = desk.get(url).context["form"].language_states()
    assert states["source"] == "nb"
    return states["languages"]["en"].get(segment)


def changes_url(page, language="en", segment="title"):
    return reverse("bilingual_changes", args=[page.pk, language, segment])


ENGLISH = {"title_en": "Honest beer", "lead_en": "Lead"}


def test_changed_source_is_outdated_with_what_changed_until_settled(desk, news):
    assert create(desk, news, publish="nb en", **ENGLISH).status_code == 302
    page = ArticlePage.objects.get()
    assert state_of(desk, page) == "current"
    assert state_of(desk, page, "body.x") is None
    assert desk.get(changes_url(page)).status_code == 404
    before = page.latest_revision_id
    new = {"title_nb": "Ærlig øl fra Ås", **ENGLISH}
    assert edit(desk, page, publish="nb", **new).status_code == 302
    assert page.revisions.latest("pk").pk > before
    assert state_of(desk, page) == "outdated"
    assert summary(page).outdated == 1
    told = desk.get(changes_url(page))
    assert 'lang="nb"' in told.text
    assert re.search("<del>.*på</del> <ins>.*fra</ins> Ås", told.text)
    assert "private" in told.headers["Cache-Control"]
    edit(desk, page, publish="", **new, still_right="en:title")
    assert state_of(desk, page) == "current"
    edit(desk, page, publish="nb", **new, lead_nb="En annen ingress")
    assert state_of(desk, page) == "current"
    assert state_of(desk, page, "lead") == "outdated"
    edit(desk, page, publish="en", **new | {"lead_en": "Another lead"})
    assert state_of(desk, page, "lead") == "current"


def test_small_change_beside_publishing(desk, news):
    create(desk, news, publish="nb en", **ENGLISH)
    page = ArticlePage.objects.get()
    edit(desk, page, title_nb="Ærlig øl på Ås!", **ENGLISH, **{"small-change": "on"})
    assert state_of(desk, page) == "current"


def test_small_change_is_kept_where_no_draft_is_left(desk, news):
    create(desk, news, publish="nb", title_en="", lead_en="")
    page = ArticlePage.objects.get()
    edit(desk, page, publish="en", **ENGLISH)
    lead = {"lead_nb": "Ingress!", "small-change": "on"}
    edit(desk, page, publish="nb", **ENGLISH, **lead)
    page.refresh_from_db()
    assert page.latest_revision_id == page.live_revision_id
    assert state_of(desk, page, "lead") == "current"


def test_what_changed_is_told_to_who_may_edit_only(client, article, member):
    client.force_login(member)
    assert client.get(changes_url(article)).status_code in (302, 403)


def test_opening_and_saving_changes_no_record(desk, news):
    create(desk, news, publish="nb en", **ENGLISH)
    page = ArticlePage.objects.get()
    edit(desk, page, publish="", **ENGLISH)
    again = ArticlePage.objects.get()
    latest = again.latest_revision.content
    assert latest["translated_from_en"] == page.translated_from_en
    assert set(page.translated_from_en) == {"title", "lead"}


def test_source_is_the_first_language_with_a_title_until_an_editor_turns_it(desk, news):
    create(desk, news, publish="en", title_nb="", lead_nb="", **ENGLISH)
    page = ArticlePage.objects.get()
    assert page.source_language == "en"
    edit(desk, page, publish="", **ENGLISH, source_language="en")
    assert summary(page, "nb").missing == 0
    edit(desk, page, publish="", **ENGLISH, source_language="nb", lead_nb="")
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert draft.source_language == "nb"
    assert summary(page).missing == 1  # the text
