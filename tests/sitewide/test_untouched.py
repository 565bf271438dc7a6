"""An edit form that is opened, and saves itself untouched, changes nothing."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.urls import reverse

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.bilingual.shapes import settle
from tests.support.cms_forms import sent_untouched

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OF_THE_PAGE = {
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "numchild",
    # A page of before there was a record of what its words follow gets one.
    "translated_from",
    *localized_names("translated_from"),
}
"""What a version holds of the page it is of, and nobody writes."""


def pages():
    return list(BasePage.objects.filter(depth__gt=1, alias_of=None).specific())


def read(text):
    """Of a stream's text."""
    is_stream = isinstance(text, str) and text.startswith("[")
    return json.loads(text) if is_stream else text


def content(page):
    text = json.dumps(page.serializable_data(), cls=DjangoJSONEncoder)
    data = page.latest_revision.content if page.latest_revision else json.loads(text)
    return {name: read(data[name]) for name in data.keys() - OF_THE_PAGE}


def multi(sent):
    """As a request has it."""
    data = QueryDict(mutable=True)
    for name, value in sent.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def form_of(page, user, data=None):
    draft = page.get_latest_revision_as_object()
    form_class = page.get_edit_handler().get_form_class()
    parent = page.get_parent()
    return form_class(data, instance=draft, for_user=user, parent_page=parent)


def test_no_page_of_the_demo_is_changed_by_being_opened(demo_site, admin):
    for page in pages():
        sent = sent_untouched(form_of(page, admin))
        form = form_of(page, admin, multi(sent))
        form.defer_required_fields()
        assert form.is_valid(), (page, form.errors.get_json_data())
        saved = form.save(commit=False)
        before = content(page)
        saved.latest_revision = None
        settle(saved)
        after = content(saved)
        assert {name: after.get(name) for name in before} == before, page


def test_a_form_that_saves_itself_untouched_changes_no_page(demo_site, client, admin):
    """A page of each type, and each door is the CMS's own."""
    client.force_login(admin)
    for page in {type(page): page for page in pages()}.values():
        before = content(page)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        sent = sent_untouched(client.get(url).context["form"])
        answer = client.post(url, sent, HTTP_ACCEPT="application/json")
        assert answer.json()["success"], page
        stored = type(page).objects.get(pk=page.pk)
        assert not stored.has_unpublished_changes, page
        after = content(stored)
        assert {name: after.get(name) for name in before} == before, page
