"""An editor in the CMS, who reads one language, and pages made when asked."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from ethicaltrade.mail.models import Email
from membership.members.models import MembershipPage
from membership.resources.models import ResourceDocument, ResourceIndexPage
from tests.events.registration.support import fill
from tests.events.support import in_days, put_event
from tests.membership.resources.support import (
    add_document,
    put_resource,
)
from tests.privacy.test_closing import copy_data
from tests.support import factories
from tests.support.pages import folded, soup

BOTH = factories.published_in("nb", "en")


class Site:
    """What the scenarios work on: an editor in the CMS, and pages made when asked."""

    def __init__(self, client, editor, home, language):
        self.client, self.editor, self.home = client, editor, home
        self.language = language
        client.force_login(editor)
        UserProfile.objects.create(user=editor, preferred_language=language)
        editor.language = language
        editor.save()

    def post(self, url, data=()):
        """Never an error of the server's; what the reader then sees."""
        response = self.client.post(url, dict(data))
        assert response.status_code in (200, 302), response.status_code
        if response.status_code == 302:
            response = self.client.get(response.url, follow=True)
        return folded(soup(response))

    def edit(self, page, data, revision=None, publish="nb"):
        name = "revisions_revert" if revision else "edit"
        args = (page.pk, revision.pk) if revision else (page.pk,)
        url = reverse(f"wagtailadmin_pages:{name}", args=args)
        return self.post(url, data | {"action-publish": publish})

    def copy(self, page, parent, **fields):
        url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
        return self.post(url, copy_data(page, parent, **fields))

    def by_the_clock(self):
        call_command("publish_scheduled")
        email = Email.objects.get(key__startswith="schedule:")
        assert email.language == self.language
        return email.text

    def in_shell(self, work, *args, error=ValidationError, **kwargs):
        with translation.override(self.language):
            with pytest.raises(error) as raised, transaction.atomic():
                work(*args, **kwargs)
            return str(raised.value)

    def promote(self):
        self.editor.is_superuser = True
        self.editor.save()

    # Pages

    def news(self):
        return factories.add_news(self.home, add=factories.put_page)

    def article(self, parent=None, **fields):
        page = factories.put_page(parent or self.news(), factories.article(**fields))
        return factories.keep_revision(page)

    def two_articles(self):
        """Of which the second may not have the first's English slug."""
        first = self.article(slug_en="taken", slug_nb="opptatt")
        return first, self.article(first.get_parent(), title_nb="To", title_en="Two")

    def twins(self):
        """A page, and a place where another has its English slug."""
        place = factories.put_page(
            self.home, factories.standard_page(title_nb="Hjelp", title_en="Help")
        )
        for parent, title in ((place, "Én"), (self.home, "To")):
            page = factories.standard_page(title_nb=title, title_en="Same")
            page = factories.put_page(parent, page)
        return page, place

    def event(self, people=2, **fields):
        from tests.conftest import add_programme

        event = put_event(add_programme(self.home), "Kurs", in_days(30), **fields)
        fill(event, people)
        return factories.keep_revision(event)

    def full_event(self):
        return self.event(capacity=2)

    def area(self):
        texts = {"title_nb": "Medlem", "title_en": "Member"}
        texts |= {"lead_nb": "Om", "lead_en": "About"}
        membership = factories.put_page(self.home, MembershipPage(**texts, **BOTH))
        area = ResourceIndexPage(title_nb="Ressurser", title_en="Resources", **BOTH)
        return factories.put_page(membership, area)

    def guide(self):
        """Closed, with a draft that has a document that lies open."""
        guide = factories.keep_revision(put_resource(self.area(), "Veileder"))
        guide.documents = [ResourceDocument(document=add_document("Brev"))]
        return guide
