"""Two people at one record of the CMS: neither overwrites the other unknowingly."""

import pytest
from django.contrib.auth.models import Group
from django.urls import URLPattern, get_resolver, reverse
from wagtail.admin.views import generic
from wagtail.log_actions import log
from wagtail.models import Site
from wagtail.test.utils.form_data import rich_text

from ethicaltrade.bilingual.models import OldAddress
from ethicaltrade.core.conflicts import SEEN, WatchedEdit, seal, unseal
from ethicaltrade.core.models import Person, SiteSettings, Topic
from ethicaltrade.home.models import Feedback
from events.models import Organisation
from membership.proposals import services
from tests.membership.factories import add_member, add_report
from tests.membership.members.fees.factories import make_table
from tests.membership.proposals.support import propose
from tests.support import factories
from tests.support.files import document, picture
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


def snippet_url(one) -> str:
    return reverse(type(one).snippet_viewset.get_url_name("edit"), args=[one.pk])


def named(name):
    return lambda one: reverse(name, args=[one.pk])


def settings_url(one) -> str:
    return reverse("wagtailsettings:edit", args=["core", "sitesettings", one.site_id])


def settings(article):
    return SiteSettings.for_site(Site.objects.get(is_default_site=True))


# What is edited, where, the field another changes meanwhile, and the editor's own
RECORDS = {
    "topic": (
        lambda article: Topic.objects.create(name_nb="Lønn", name_en="Wages"),
        *(snippet_url, "name_en", "name_nb"),
    ),
    "person": (
        lambda article: Person.objects.create(name="Kari", phone="1"),
        *(snippet_url, "phone", "name"),
    ),
    "organisation": (
        lambda article: Organisation.objects.create(name_nb="Instituttet"),
        *(snippet_url, "short_name", "name_nb"),
    ),
    "old address": (
        lambda article: OldAddress.objects.create(
            path="/gammel/", language="nb", page=article
        ),
        *(snippet_url, "path", "language"),
    ),
    "member": (
        lambda article: add_member("Gammelt Navn"),
        *(snippet_url, "presentation_nb", "place"),
    ),
    "fee table": (
        lambda article: make_table(2030),
        *(snippet_url, "note", "explanation_nb"),
    ),
    "settings": (settings, settings_url, "address", "phone"),
    "picture": (
        lambda article: picture(),
        *(named("wagtailimages:edit"), "alt_text_en", "alt_text_nb"),
    ),
    "document": (
        lambda article: document(language="nb"),
        *(named("wagtaildocs:edit"), "language", "title"),
    ),
    "user": (
        lambda article: factories.user(
            "ola@example.org", first_name="Ola", last_name="Demo"
        ),
        *(named("wagtailusers_users:edit"), "last_name", "first_name"),
    ),
    "group": (
        lambda article: Group.objects.create(name="Styret"),
        *(named("wagtailusers_groups:edit"), "name", "name"),
    ),
    "report": (
        lambda article: Feedback.objects.create(text="Siden er tom."),
        *(named("feedback:edit"), "handled_at", "is_handled"),
    ),
}
TECHNICAL = {  # for those who run the site, or switched off
    "wagtail.sites.views",
    "wagtail.admin.views.workflows",
    "wagtail.admin.views.collections",
    "wagtail.admin.views.pages.edit",  # its own: tests/bilingual/test_stale_pages.py
}


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def colleague(db):
    return factories.user("kollega@example.org", first_name="Kari", last_name="Demo")


@pytest.fixture(params=RECORDS)
def case(request, article):
    make, url, their_field, my_field = RECORDS[request.param]
    record = make(article)
    return record, url(record), their_field, my_field


def sent_by(page, **typed) -> dict:
    """What a browser sends of the editor's form."""
    data = {}
    form = page.find("form", id="w-editor-form")
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = control.get("name"), control.get("type")
        if not name or kind in ("submit", "file"):
            continue
        if kind in ("checkbox", "radio") and not control.has_attr("checked"):
            continue
        if control.name == "textarea":
            data[name] = (control.string or "").removeprefix("\n")
        elif control.name == "select":
            chosen = control.find_all("option", selected=True)
            data[name] = [option.get("value", "") for option in chosen]
        else:
            default = "on" if kind == "checkbox" else ""
            data.setdefault(name, control.get("value", default))
    for stream in form.find_all(attrs={"data-block": True}):
        data.setdefault(f"{stream['id']}-count", "0")
    return {**data, **typed}


def typed_in(record, name: str, text: str) -> str:
    choices = {"language": "en", "is_handled": "on"}
    return choices.get(name, {"path": f"/{text.lower()}/"}.get(name, text))


def change(record, name: str, by, text="Deres") -> str:
    """Somebody else saves, as the CMS would."""
    if name == "handled_at":
        record.mark(handled=True, by=by)
        record.save()
        return ""
    text = typed_in(record, name, text)
    fresh = type(record)._default_manager.get(pk=record.pk)
    setattr(fresh, name, text)
    fresh.save()
    log(fresh, "wagtail.edit", user=by)
    return text


def value_of(record, name: str) -> str:
    fresh = type(record)._default_manager.get(pk=record.pk)
    value = fresh.is_handled if name == "is_handled" else getattr(fresh, name)
    return "on" if value is True else str(value or "")


def told(response) -> str:
    page = soup(response)
    assert response.status_code == 200, response.headers
    text = folded(page.find("main"))
    assert "Ikke lagret ennå" in text
    assert "det du har skrevet" in text.lower()
    return page


def test_what_another_saved_meanwhile_is_shown_and_kept(case, desk, colleague):
    record, url, their_field, my_field = case
    if their_field == my_field:
        return  # there is one field
    page = soup(desk.get(url))
    theirs = change(record, their_field, colleague)
    if their_field == "handled_at":
        theirs = value_of(record, their_field)
    mine = typed_in(record, my_field, "Mine")
    page = told(desk.post(url, sent_by(page, **{my_field: mine})))
    assert value_of(record, their_field) == theirs
    again = sent_by(page)
    assert again[my_field] in (mine, [mine])  # nothing typed is lost
    response = desk.post(url, again)
    assert response.status_code == 302, folded(soup(response).find("main"))
    assert value_of(record, my_field) == mine
    assert value_of(record, their_field) == theirs


def test_the_editor_chooses_where_both_wrote(case, desk, colleague):
    record, url, their_field, _my_field = case
    if their_field in ("handled_at", "language"):
        return
    page = soup(desk.get(url))
    theirs = change(record, their_field, colleague)
    mine = typed_in(record, their_field, "Mine")
    page = told(desk.post(url, sent_by(page, **{their_field: mine})))
    text = folded(page.find("main"))
    assert f"«{theirs}»" in text
    assert "kollega@example.org" in text or "Kari Demo" in text
    assert value_of(record, their_field) == theirs
    assert desk.post(url, sent_by(page)).status_code == 302
    assert value_of(record, their_field) == mine


def test_one_editor_alone_is_told_nothing(case, desk):
    record, url, _their_field, my_field = case
    mine = typed_in(record, my_field, "Mine")
    for _twice in range(2):
        page = soup(desk.get(url))
        response = desk.post(url, sent_by(page, **{my_field: mine}))
        assert response.status_code == 302, folded(soup(response).find("main"))
    assert value_of(record, my_field) == mine


def test_rich_text_is_compared_and_shown_without_its_marks(desk, article, colleague):
    """What has no names of paragraphs gets some when it is saved: that is no change."""
    record = settings(article)
    record.footer_text_nb = "<p>Vi er <b>her</b>.</p>"
    record.footer_text_en = "<p>Here we are.</p>"
    record.save()
    opened = soup(desk.get(settings_url(record)))
    desk.post(settings_url(record), sent_by(opened, address="Deres gate"))
    response = desk.post(settings_url(record), sent_by(opened, address="Min gate"))
    assert "Deres gate" in folded(told(response))
    assert response.context["form"].errors.keys() == {"__all__", "address"}

    opened = soup(desk.get(settings_url(record)))
    record.footer_text_nb = '<p data-block-key="abc12">Vi er <b>der</b>.</p>'
    record.save()
    mine = rich_text("<p>Vi er borte.</p>")
    response = desk.post(settings_url(record), sent_by(opened, footer_text_nb=mine))
    assert "«Vi er der.»" in folded(told(response))


def test_every_edit_view_of_the_cms_is_watched():
    views = [view for view in edit_views() if view.__module__ not in TECHNICAL]
    assert len(views) >= len(RECORDS)
    assert [view for view in views if not issubclass(view, WatchedEdit)] == []


def edit_views() -> list[type]:
    """What answers first at each address of the CMS that edits."""
    found: dict[str, type] = {}

    def walk(patterns, prefix):
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                view = getattr(pattern.callback, "view_class", None)
                found.setdefault(address, view)
            else:
                walk(pattern.url_patterns, address)

    walk(get_resolver().url_patterns, "")
    return [
        view
        for address, view in found.items()
        if address.startswith("admin/")
        and isinstance(view, type)
        and issubclass(view, generic.EditView)
    ]


# A member, whose people propose changes


def test_an_approved_proposal_is_not_overwritten(desk, colleague):
    member = add_member("Foreslått AS", presentation_nb="Før.", place="Moss")
    proposal = propose(
        member,
        factories.member_person("ola@example.org", member),
        presentation_nb="Etter.",
        place="Ås",
        website="https://example.org/ny/",
    )
    url = snippet_url(member)
    page = soup(desk.get(url))
    services.approve(proposal.pk, seen=proposal.fingerprint, by=colleague)
    page = told(desk.post(url, sent_by(page, turnover="12")))
    assert "Kari Demo" in folded(page.find("main"))
    again = sent_by(page)
    assert again["presentation_nb"] == "Etter."
    assert desk.post(url, again).status_code == 302
    member.refresh_from_db()
    assert (member.presentation_nb, member.place) == ("Etter.", "Ås")
    assert (member.website, member.turnover) == ("https://example.org/ny/", 12)


def test_a_report_published_meanwhile_is_not_hidden_again(desk):
    member = add_member("Rapportert AS")
    report = add_report(member, 2023, published_on=None)
    url = snippet_url(member)
    page = soup(desk.get(url))
    report.published_on = "2024-06-30"
    report.save()
    page = told(desk.post(url, sent_by(page, place="Moss")))
    assert desk.post(url, sent_by(page)).status_code == 302
    report.refresh_from_db()
    assert str(report.published_on) == "2024-06-30"


def test_a_report_added_meanwhile_stays(desk):
    member = add_member("Rapportert AS")
    url = snippet_url(member)
    page = soup(desk.get(url))
    add_report(member, 2023)
    page = told(desk.post(url, sent_by(page, place="Moss")))
    assert desk.post(url, sent_by(page)).status_code == 302
    assert member.reports.count() == 1


@pytest.mark.parametrize(
    "sent", ["", "{", "[]", '{"at": 5}', '{"at": "x", "fields": 1}']
)
def test_junk_is_no_seal(sent, desk):
    assert unseal(sent)[1] == {}
    topic = Topic.objects.create(name_nb="Lønn")
    data = {"name_nb": "Ny", "name_en": "", "slug_nb": "l", "slug_en": "", SEEN: sent}
    assert desk.post(snippet_url(topic), data).status_code == 302


def test_a_seal_tells_no_words():
    assert "hemmelig" not in seal({"name": "hemmelig"})
