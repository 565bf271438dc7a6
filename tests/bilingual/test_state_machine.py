"""Whatever an editor does, in whatever order and interface, the addresses hold."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages, repair
from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.home.models import HomePage, StandardPage
from tests.support import factories

pytestmark = [pytest.mark.every_database, pytest.mark.long]

LANGUAGES = st.sampled_from(languages.codes())
# Few and alike, so that slugs clash often.
TITLES = st.sampled_from(["Å være", "A være", "Øl", "Ol", "Same", "", "!?"])


class Newsroom(RuleBasedStateMachine):
    """A small tree, and everything that is done to it."""

    pages = Bundle("pages")

    def __init__(self, home):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.home = HomePage.objects.get(pk=home.pk)

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def page(self, pk):
        return StandardPage.objects.filter(pk=pk).first()

    @rule(target=pages, interface=LANGUAGES, nb=TITLES, en=TITLES, data=st.data())
    def create(self, interface, nb, en, data):
        titles = {"nb": nb, "en": en}
        on = [code for code, title in titles.items() if title]
        places = [self.home, *StandardPage.objects.filter(alias_of=None)]
        parent = data.draw(st.sampled_from(places))
        with translation.override(interface):
            page = factories.standard_page(
                title_nb=nb, title_en=en, **factories.published_in(*on)
            )
            try:
                with transaction.atomic():
                    return factories.add_page(parent, page).pk
            except ValidationError:
                assert not on
                return multiple()

    @rule(pk=pages, interface=LANGUAGES, language=LANGUAGES, slug=TITLES)
    def rename(self, pk, interface, language, slug):
        if page := self.page(pk):
            setattr(page, f"slug_{language}", slugify(slug))
            self.try_to(interface, lambda: factories.save_page(page))

    @rule(pk=pages, interface=LANGUAGES, language=LANGUAGES, title=TITLES)
    def retitle_and_clear_slug(self, pk, interface, language, title):
        if page := self.page(pk):
            setattr(page, f"title_{language}", title)
            setattr(page, f"slug_{language}", "")
            self.try_to(interface, lambda: factories.save_page(page))

    @rule(pk=pages, target_pk=pages, interface=LANGUAGES)
    def move(self, pk, target_pk, interface):
        page, target = self.page(pk), self.page(target_pk)
        if page and target and not (target == page or target.is_descendant_of(page)):
            self.try_to(interface, lambda: page.move(target, pos="last-child"))

    @rule(target=pages, pk=pages, interface=LANGUAGES, recursive=st.booleans())
    def copy(self, pk, interface, recursive):
        if page := self.page(pk):
            attrs = {"slug": f"kopi-{BasePage.objects.count()}"}
            return self.try_to(
                interface,
                lambda: page.copy(recursive=recursive, update_attrs=attrs).pk,
                otherwise=multiple(),
            )
        return multiple()

    @rule(target=pages, pk=pages, interface=LANGUAGES)
    def alias(self, pk, interface):
        if page := self.page(pk):
            slug = f"speil-{BasePage.objects.count()}"
            return self.try_to(
                interface,
                lambda: page.create_alias(update_slug=slug).pk,
                otherwise=multiple(),
            )
        return multiple()

    @rule(pk=pages, interface=LANGUAGES)
    def unpublish(self, pk, interface):
        if page := self.page(pk):
            self.try_to(interface, page.unpublish)

    @rule(pk=pages, interface=LANGUAGES, data=st.data())
    def revert(self, pk, interface, data):
        page = self.page(pk)
        if page and (revisions := list(page.revisions.all())):
            revision = data.draw(st.sampled_from(revisions))
            self.try_to(interface, lambda: factories.save_page(revision.as_object()))

    @rule(pk=pages, interface=LANGUAGES, language=LANGUAGES)
    def switch_language(self, pk, interface, language):
        if page := self.page(pk):
            name = f"published_{language}"
            setattr(page, name, not getattr(page, name))
            self.try_to(interface, lambda: factories.save_page(page))

    @rule(pk=consumes(pages), interface=LANGUAGES)
    def delete(self, pk, interface):
        if page := self.page(pk):
            self.try_to(interface, page.delete)

    def try_to(self, interface, action, otherwise=None):
        """Do it in the interface's language; a refusal leaves no trace."""
        try:
            with translation.override(interface), transaction.atomic():
                return action()
        except (ValidationError, RuntimeError):  # taken slug; an alias has no revision
            return otherwise

    @invariant()
    def addresses_hold(self):
        assert [str(fault) for fault in repair.find_faults()] == []

    @invariant()
    def no_language_has_borrowed_words(self):
        for page in StandardPage.objects.all():
            assert page.title_nb or page.title_en
            for code in page.public_languages:
                assert getattr(page, f"title_{code}"), "published without a title"


@pytest.mark.slow
@pytest.mark.django_db
def test_addresses_hold_whatever_is_done(home):
    run_state_machine_as_test(
        partial(Newsroom, home),
        settings=settings(
            max_examples=12 if connection.vendor == "postgresql" else 5,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
