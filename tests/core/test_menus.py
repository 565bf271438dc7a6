"""The CMS's main menu."""

import pytest
from wagtail.admin.menu import admin_menu

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.home.models import HomePage

pytestmark = pytest.mark.django_db


def start_of(rf, person):
    request = rf.get("/admin/")
    request.user = person
    items = admin_menu.menu_items_for_request(request)
    (pages,) = (each for each in items if each.name == "explorer")
    return pages.render_component(request).start_page_id


def test_pages_open_on_the_sections_of_the_only_site(rf, admin, home, news):
    assert start_of(rf, admin) == home.pk
    root = BasePage.objects.get(depth=1)
    root.add_child(instance=HomePage(title_nb="Et annet nettsted"))
    assert start_of(rf, admin) == root.pk
