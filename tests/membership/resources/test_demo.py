"""The demo's resources: of every kind, and each as closed as it says."""

import pytest
from django.contrib.auth.models import AnonymousUser

from ethicaltrade.demo import resources
from ethicaltrade.demo.library import Library
from membership.members.models import MembershipPage
from membership.resources import access
from membership.resources.choices import Kind, Step
from membership.resources.models import ChapterPage, ResourcePage
from tests.support import factories
from tests.support.demo import use_plain_pictures

from .support import BOTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(home, editor, monkeypatch):
    """The resources below a page about membership, made twice."""
    use_plain_pictures(monkeypatch)
    words = {"title_nb": "Medlemskap", "title_en": "Membership"}
    words |= {"lead_nb": "Om.", "lead_en": "About."}
    section = factories.put_page(home, MembershipPage(**words, **BOTH))
    for _time in range(2):
        area = resources.add_resources(section, Library(), editor)
    return area


def test_demo_has_resources_of_every_kind(demo, member):
    every = ResourcePage.objects.child_of(demo)
    everyone = AnonymousUser()
    assert every.count() == 25
    assert every.visible_to(everyone).count() == 8
    assert every.teasers(everyone).count() >= 4
    assert every.visible_to(member).count() == 25
    assert set(every.values_list("kind", flat=True)) == set(Kind.values)
    assert {step for page in every for step in page.steps} == set(Step)
    assert every.filter(published_en=False).exists()
    assert every.filter(published_nb=False).exists()
    guides = [page.get_children().count() for page in every if page.numchild]
    assert sorted(guides) == [4, 6]
    assert ChapterPage.objects.published().count() == 10
    for page in every.filter(live=True):
        assert access.open_documents_of(page) == []
