"""A section with tasks, and those who do them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from ethicaltrade.tasks import services
from ethicaltrade.tasks.models import Section, Task
from tests.support import factories


@pytest.fixture
def section(news):
    Section.objects.create(page_id=news.pk)
    return news


@pytest.fixture
def page(section):
    """Public in Norwegian; its English is to be written."""
    fields = {"title_en": "", "lead_en": "", **factories.published_in("nb")}
    return factories.add_page(section, factories.article(**fields))


@pytest.fixture
def translators(db):
    group = Group.objects.create(name="Translators")
    names = ("access_admin", "translate_pages")
    group.permissions.set(Permission.objects.filter(codename__in=names))
    return group


@pytest.fixture
def translator(translators):
    return factories.user(
        "oversetter@example.org", "Translators", first_name="Odd", last_name="Demo"
    )


@pytest.fixture
def translation(page, editor, translator):
    """Into English, given to the translator."""
    return services.ask(page, "en", Task.Kind.TRANSLATION, by=editor, person=translator)


@pytest.fixture
def theirs(translator):
    """The translator's browser."""
    client = Client()
    client.force_login(translator)
    return client


def draft_of(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
