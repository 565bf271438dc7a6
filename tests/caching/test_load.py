"""While many read and somebody writes: who asks after a change sees it."""

import time

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from tests.caching.test_kept_pages import front_page
from tests.support import caching, factories
from tests.support.threads import at_once


@pytest.mark.slow
@pytest.mark.usefixtures("transactional_db")
def test_change_is_seen_by_the_next_who_asks():
    """Closed, opened, renamed, taken down: in both languages, and in the lists."""
    news = factories.add_news(front_page())
    article = factories.add_page(news, factories.article())
    gate = {"page": article, "restriction_type": PageViewRestriction.LOGIN}
    lists = {"/nyheter/": "title_nb", "/en/news/": "title_en"}
    own = article.get_url_in("nb")
    done, asked, faults = [0], [], []

    def rename():
        page = ArticlePage.objects.get(pk=article.pk)
        page.title_nb, page.title_en = f"Sak {done[0]}", f"Story {done[0]}"
        page.published_nb = page.published_en = True
        factories.save_page(page)

    steps = [
        (lambda: PageViewRestriction.objects.create(**gate), 302),
        (lambda: PageViewRestriction.objects.all().delete(), 200),
        (rename, 200),
        (lambda: ArticlePage.objects.get(pk=article.pk).unpublish(), 404),
        (rename, 200),
    ]
    state = {"status": 200, "title_nb": article.title_nb, "title_en": article.title_en}

    def write():
        for change, status in steps * 3:
            done[0] += 1  # odd while something changes
            change()
            now = ArticlePage.objects.get(pk=article.pk)
            state.update(status=status, title_nb=now.title_nb, title_en=now.title_en)
            done[0] += 1
            seen = len(asked)
            until = time.monotonic() + 10
            while len(asked) < seen + 4 and time.monotonic() < until:
                time.sleep(0.005)
        done.append("over")

    def read():
        client = Client()
        while len(done) == 1:
            before, expected = done[0], dict(state)
            status = client.get(own).status_code
            listed = {at: client.get(at).content.decode() for at in lists}
            if before % 2 or done[0] != before:
                continue  # it changed meanwhile
            asked.append(before)
            if status != expected["status"]:
                faults.append((before, own, status))
            for at, name in lists.items():
                if (expected[name] in listed[at]) != (status == 200):
                    faults.append((before, at, expected[name]))

    works = [write, read, read]
    with caching.kept_pages():
        at_once(lambda: works.pop()(), len(works))
    assert faults == []
    assert len(set(asked)) > len(steps)
