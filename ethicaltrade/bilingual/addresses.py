"""Paths of a page in every language (``manage.py check_addresses``).

* A page has a path in every language, published there or not, so that the switcher
  always leads somewhere. Without a slug of its own a language borrows the default's.
* A path is the parent's path in the language, plus the slug; no two pages share one.
* The root and a site's front page have one path: Wagtail caches the sites' root
  paths in whichever language asked first.
"""

from functools import cache
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.urls import get_script_prefix, reverse

from . import languages
from .languages import localized, value_in
from .slugs import slug_in

Addresses = dict[str, str]
"""A page's path in each language: {"nb": "/home/nyheter/", "en": "/home/news/"}."""


def path_under(parent: Any, page: Any, language: str) -> str:
    """Without a parent, that of the root: "/"."""
    if parent is None:
        return "/"
    slug = slug_in(page, language if parent.depth > 1 else languages.default())
    return f"{value_in(parent, 'url_path', language)}{slug}/"


def set_paths(page: Any, parent: Any) -> None:
    for language in languages.codes():
        path = path_under(parent, page, language)
        setattr(page, localized("url_path", language), path)


def addresses(page: Any) -> Addresses:
    """Paths in memory, by language."""
    return {
        language: value_in(page, "url_path", language) for language in languages.codes()
    }


def stored_addresses(manager: Any, page: Any) -> Addresses:
    """Paths in the database, by language."""
    columns = languages.localized_names("url_path")
    values = manager.filter(pk=page.pk).values_list(*columns).get()
    return dict(zip(languages.codes(), values, strict=True))


def front_page_url(language: str) -> str:
    """``/`` or ``/en/``."""
    return _front_page_url(language, get_script_prefix())


@cache
def _front_page_url(language: str, script_prefix: str) -> str:
    with languages.in_language(language):
        return reverse("wagtail_serve", args=[""])


def below_front_page(path: str) -> str:
    """What follows the front page's own path, which no address on the site holds."""
    return path[path.find("/", 1) :]


def move_descendants(manager: Any, page: Any, old: Addresses, new: Addresses) -> None:
    """In one UPDATE."""
    updates: dict[str, Any] = {}
    for language in languages.codes():
        if old[language] != new[language]:
            column = localized("url_path", language)
            tail = Substr(F(column), len(old[language]) + 1)
            updates[column] = Concat(Value(new[language]), tail)
            if language == languages.default():
                updates["url_path"] = updates[column]
    if updates:
        # rewrite(False): the names are columns already, not translated fields.
        manager.rewrite(False).filter(path__startswith=page.path).exclude(
            pk=page.pk
        ).update(**updates)
