"""Faults in the addresses of a whole tree, and their repair."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from wagtail.models import Site

from . import addresses, languages, routing, slugs
from .languages import localized, value_in


class Fault(NamedTuple):
    page_id: int
    language: str
    text: str


def is_fully_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def pages_in_tree_order() -> Any:
    """Parents first, with the columns addresses are made of."""
    return routing.page_model().objects.order_by("path")


def find_faults() -> Iterator[Fault]:
    """Where paths differ from what parent and slugs say."""
    parents: dict[str, Any] = {}
    owners: dict[str, dict[str, int]] = defaultdict(dict)
    default = languages.default()
    site_roots = set(Site.objects.values_list("root_page", flat=True))
    for page in pages_in_tree_order().select_related("alias_of").iterator():
        parents[page.path] = page
        parent = parents.get(page.path[: -page.steplen])
        if parent is None and page.depth > 1:
            yield Fault(page.pk, default, "its parent is missing")
            continue
        for language in languages.codes():
            path = value_in(page, "url_path", language)
            expected = addresses.path_under(parent, page, language)
            if path != expected:
                yield Fault(page.pk, language, f"has {path!r}, expected {expected!r}")
            if (
                path
                and (owner := owners[language].setdefault(path, page.pk)) != page.pk
            ):
                yield Fault(page.pk, language, f"shares {path!r} with page {owner}")
        bare = page.__dict__["url_path"]
        if bare != value_in(page, "url_path", default):
            yield Fault(page.pk, default, f"the bare path is {bare!r}")
        if page.alias_of_id and page.alias_of.alias_of_id:
            yield Fault(page.pk, default, "is an alias of an alias")
        if parent and parent.alias_of_id and not page.alias_of_id:
            yield Fault(page.pk, default, "stands below an alias")
        is_root = page.depth <= slugs.FRONT_PAGE_DEPTH or page.pk in site_roots
        if is_root and (len(set(addresses.addresses(page).values())) > 1):
            yield Fault(page.pk, default, "a front page's path differs by language")


def repair() -> int:
    """Returns how many pages changed; a slug that clashes gets a number."""
    manager = routing.page_model().objects
    changed = 0
    fixed: dict[str, Any] = {}
    for page in pages_in_tree_order():
        fixed[page.path] = page
        parent = fixed.get(page.path[: -page.steplen])
        before = (addresses.addresses(page), page.__dict__["url_path"])
        slugs.number_taken_slugs(page, parent, manager)
        slugs.fill_slugs(page, parent, manager)
        addresses.set_paths(page, parent)
        columns = languages.localized_names("slug") + languages.localized_names(
            "url_path"
        )
        bare = value_in(page, "url_path", languages.default())
        if (addresses.addresses(page), bare) != before:
            manager.rewrite(False).filter(pk=page.pk).update(
                url_path=bare, **{name: getattr(page, name) for name in columns}
            )
            changed += 1
    return changed


def fill_missing_addresses() -> None:
    """Titles, slugs and paths of rows that have bare columns only."""
    manager = routing.page_model().objects.rewrite(False)
    missing = Q()
    for name in languages.localized_names("url_path"):
        missing |= Q(**{f"{name}__isnull": True})
    if not manager.filter(missing).exists():
        return
    default = languages.default()
    for page in manager.filter(**{f"{localized('url_path', default)}__isnull": True}):
        bare = {name: page.__dict__[name] for name in ("title", "slug")}
        manager.filter(pk=page.pk).update(
            **{localized(name, default): value for name, value in bare.items()}
        )
    repair()
