"""The CMS's bar on the site's pages speaks its reader's language, not the page's."""

import pytest
from wagtail.users.models import UserProfile

from tests.support.pages import soup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ("", "Gå til publiseringsløsningen"),
        ("nb", "Gå til publiseringsløsningen"),
        ("en", "Go to Wagtail admin"),
    ],
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_bar_is_in_the_language_of_the_cms(
    client, editor, article, language, chosen, words
):
    UserProfile.objects.create(user=editor, preferred_language=chosen)
    client.force_login(editor)
    page = soup(client.get(article.get_url_in(language)))
    assert page.html["lang"] == language
    assert words in str(page.select_one("#wagtail-userbar-template"))


def test_others_have_no_bar(client, article):
    assert "userbar" not in client.get(article.url).text
