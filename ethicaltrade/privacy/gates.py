"""Which gate each page and document stands behind: found, written and checked.

Whatever changes who may see something writes it in the same transaction, one after the
other (:func:`lock`). It is always found from Wagtail's restrictions, never from another
page's gate, so a mistake does not spread.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Left, NullIf
from django.db.models.lookups import Exact, In

from ethicaltrade.outages.database import whole_section

from .models import GROUPS, NOBODY, OPEN, Gate, door, together, without_group

STEP = 4  # characters of a tree path for each level: treebeard's
DEEPEST = 16  # levels; no address goes deeper (bilingual.routing)
LOCK = 0x67617465  # PostgreSQL's advisory locks have numbers; "gate"
MANY = 50  # places in one statement
ROWS = 500  # keys in one statement
KINDS = PAGES, DOCUMENTS = "pages", "documents"
NO_GATE = 0  # in SQL, where nothing equals NULL


def lock() -> None:
    """Wait for whoever else changes who sees what; held to the transaction's end.

    Take it before rows are locked, as all do, or two may wait for each other. SQLite's
    transactions are one after the other by themselves.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def beginnings(paths: Iterable[str]) -> set[str]:
    """The paths and those above."""
    return {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}


def _within(field: str, places: Iterable[str]) -> Q:
    """At the places or below; ``field`` is the name of the path."""
    found = Q(pk=None)
    for place in places:
        found |= Q(**{f"{field}__startswith": place})
    return found


def _highest(places: Iterable[str]) -> list[str]:
    """Those that lie below no other."""
    found: list[str] = []
    for place in sorted(places):
        if not found or not place.startswith(found[-1]):
            found.append(place)
    return found


class Tree:
    """What restrictions say of the places in a tree.

    ``sources``: by an alias's path, that of what it shows. An alias's source is no
    alias (see bilingual.pages): one step reaches everything.
    """

    def __init__(
        self, restrictions: QuerySet, link: str, sources: dict[str, str] | None = None
    ):
        self.sources = sources or {}
        self.doors: dict[str, list[str]] = defaultdict(list)
        rows = restrictions.order_by("pk").values_list(
            "pk", f"{link}__path", "restriction_type", "groups"
        )
        for (_pk, path, kind), found in groupby(rows, key=lambda row: row[:3]):
            groups = {group for *_one, group in found if group is not None}
            self.doors[path].append(door(kind, groups))
        self._own: dict[str, str] = {"": OPEN}
        self._keys: dict[str, str] = {"": OPEN}

    def own_key(self, path: str) -> str:
        """Of the restrictions there and above."""
        if path not in self._own:
            doors = self.doors.get(path, [])
            if len(path) > STEP * DEEPEST:
                doors = [NOBODY]
            above = self.own_key(path[:-STEP])
            self._own[path] = together([above, *doors]) if doors else above
        return self._own[path]

    def key_at(self, path: str) -> str:
        """The same, and of what it, or a place above, is an alias of."""
        if not self.sources:
            return self.own_key(path)
        if path not in self._keys:
            keys = [self.own_key(path), self.key_at(path[:-STEP])]
            if path in self.sources:
                keys.append(self.own_key(self.sources[path]))
            self._keys[path] = together(keys)
        return self._keys[path]

    def changes(self, places: Sequence[str]) -> dict[str, str]:
        """The key at each of the places, and wherever below another begins."""
        found = {place: self.key_at(place) for place in places}
        for path in {*self.doors, *self.sources}:
            if path.startswith(tuple(places)):
                key = self.key_at(path)
                if key != self.key_at(path[:-STEP]):
                    found[path] = key
        return found


# Pages


def pages(registry: Any = apps) -> QuerySet:
    """All, without a manager's ways; ``registry``: a migration has its own models."""
    restrictions = registry.get_model("wagtailcore", "PageViewRestriction")
    return QuerySet(restrictions._meta.get_field("page").related_model)


def tree_of_pages(
    places: Sequence[str] | None = None,
    *,
    sources: dict[str, str] | None = None,
    registry: Any = apps,
) -> Tree:
    """What is said at the places, above and below; of all pages without places."""
    restrictions = QuerySet(registry.get_model("wagtailcore", "PageViewRestriction"))
    aliases = pages(registry).filter(alias_of__isnull=False)
    if places is not None:
        above = beginnings(places)
        aliases = aliases.filter(Q(path__in=above) | _within("path", places))
    found = {**dict(aliases.values_list("path", "alias_of__path")), **(sources or {})}
    if places is not None:
        above |= beginnings(found.values())
        restrictions = restrictions.filter(
            Q(page__path__in=above) | _within("page__path", places)
        )
    return Tree(restrictions, "page", found)


def gate_of_page(page: Any) -> int | None:
    """Of one that has its place in the tree, and is not stored yet."""
    lock()
    source = {page.path: page.alias_of.path} if page.alias_of_id else None
    tree = tree_of_pages([page.path], sources=source)
    return Gate.objects.number(tree.key_at(page.path))


@transaction.atomic
def write_pages(places: Iterable[str]) -> None:
    """Of the pages at the paths, below them, and of the aliases of all these."""
    lock()
    places = set(places)
    aliases = pages().filter(_within("alias_of__path", places))
    places.update(aliases.values_list("path", flat=True))
    highest = _highest(places)
    with whole_section():
        for start in range(0, len(highest), MANY):
            _write_pages(highest[start : start + MANY])


def _write_pages(places: list[str]) -> None:
    """In one UPDATE: each page has the key of the nearest place where one begins."""
    changes = tree_of_pages(places).changes(places)
    numbers = Gate.objects.numbers({NOBODY, *changes.values()})
    alike: dict[tuple[int, str], list[str]] = defaultdict(list)
    for path, key in changes.items():
        alike[len(path), key].append(path)
    nearest_first = sorted(alike.items(), reverse=True)
    right = Case(
        When(depth__gt=DEEPEST, then=Value(numbers[NOBODY])),
        *(
            When(In(Left("path", length), paths), then=Value(numbers[key] or NO_GATE))
            for (length, key), paths in nearest_first
        ),
        default=Value(NO_GATE),
        output_field=BigIntegerField(),
    )
    _put(pages().filter(_within("path", places)), right)


def _put(things: QuerySet, right: Any) -> None:
    """Only where it is another: most of what is looked at stays as it is."""
    is_right = Exact(Coalesce("gate_id", NO_GATE), right)
    things.exclude(is_right).update(gate=NullIf(right, Value(NO_GATE)))


# Documents


def documents(registry: Any = apps) -> QuerySet:
    return QuerySet(registry.get_model(settings.WAGTAILDOCS_DOCUMENT_MODEL))


def tree_of_collections(
    places: Sequence[str] | None = None, registry: Any = apps
) -> Tree:
    model = registry.get_model("wagtailcore", "CollectionViewRestriction")
    restrictions = QuerySet(model)
    if places is not None:
        restrictions = restrictions.filter(collection__path__in=beginnings(places))
    return Tree(restrictions, "collection")


def gate_of_document(document: Any) -> int | None:
    """As the collection it is about to be saved in says."""
    lock()
    model = document._meta.get_field("collection").related_model
    path = model.objects.values_list("path", flat=True).get(pk=document.collection_id)
    return Gate.objects.number(tree_of_collections([path]).key_at(path))


@transaction.atomic
def write_collections(places: Iterable[str]) -> None:
    """Of the documents in the collections at the paths and below them."""
    write_documents(_within("collection__path", places))


@transaction.atomic
def write_documents(which: Q) -> None:
    lock()
    shelves = documents().filter(which).order_by()
    paths = dict(shelves.values_list("collection", "collection__path").distinct())
    tree = tree_of_collections(list(paths.values()))
    alike: dict[str, list[int]] = defaultdict(list)
    for collection, path in paths.items():
        alike[tree.key_at(path)].append(collection)
    for key, number in Gate.objects.numbers(alike).items():
        inside = documents().filter(collection__in=alike[key])
        _put(inside, Value(number or NO_GATE, BigIntegerField()))


@transaction.atomic
def forget_group(group: int) -> None:
    """Of a group that is gone: what it alone could see is for superusers."""
    lock()
    for gate in Gate.objects.filter(key__startswith=GROUPS):
        key = without_group(gate.key, group)
        if key != gate.key:
            number = Gate.objects.number(key)
            pages().filter(gate=gate).update(gate=number)
            documents().filter(gate=gate).update(gate=number)


# The whole of it


class Fault(NamedTuple):
    """A page or a document behind another gate than Wagtail's restrictions say."""

    pk: int
    stored: str
    right: str

    def __str__(self) -> str:
        return f"{self.stored or 'open'}, should be {self.right or 'open'}"


def find_faults(kind: str, registry: Any = apps) -> list[Fault]:
    """In a few queries, however many there are."""
    if kind == PAGES:
        things, path, tree = pages(registry), "path", tree_of_pages(registry=registry)
    else:
        things, path = documents(registry), "collection__path"
        tree = tree_of_collections(registry=registry)
    rows = things.order_by().values_list("pk", path, "gate__key")
    return [
        Fault(pk, stored or OPEN, tree.key_at(place))
        for pk, place, stored in rows.iterator()
        if (stored or OPEN) != tree.key_at(place)
    ]


@transaction.atomic
def mend(kind: str, registry: Any = apps) -> list[Fault]:
    """Write what is right; returns what was wrong."""
    lock()
    faults = find_faults(kind, registry)
    things = pages(registry) if kind == PAGES else documents(registry)
    alike: dict[str, list[int]] = defaultdict(list)
    for fault in faults:
        alike[fault.right].append(fault.pk)
    numbers = registry.get_model("privacy", "Gate").objects.numbers(alike)
    for key, keys in alike.items():
        for start in range(0, len(keys), ROWS):
            some = things.filter(pk__in=keys[start : start + ROWS])
            some.update(gate=numbers[key])
    return faults
