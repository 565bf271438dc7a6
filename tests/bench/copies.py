"""Many rows out of a few, in SQL: a page's rows in every table, copied for new pages.

Works on PostgreSQL and SQLite. Columns are read off the models, so that a column added
later is copied along.
"""

import uuid
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models
from wagtail.models import PageViewRestriction
from wagtail.search.models import IndexEntry

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import localized_names

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # treebeard's, for a step of a path
WITHOUT_REVISION = (
    *("latest_revision", "live_revision", "latest_revision_created_at"),
    *("locked_by", "locked_at", "owner"),
)


@dataclass(frozen=True)
class Copy:
    """A page to be: of which page it is a copy, and what is its own."""

    source: int
    target: int
    number: int
    """In its titles and addresses, and unlike any other's."""
    turn: int
    """Which of the times that all sources are copied."""
    path: str
    key: uuid.UUID
    published_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    word: str = ""
    """In its text besides: rare or common."""


COLUMNS = {
    "source": models.BigIntegerField(),
    "target": models.BigIntegerField(),
    "number": models.IntegerField(),
    "turn": models.IntegerField(),
    "path": models.CharField(max_length=255),
    "key": models.UUIDField(),
    "published_at": models.DateTimeField(),
    "starts_at": models.DateTimeField(),
    "ends_at": models.DateTimeField(),
    "word": models.CharField(max_length=80),
}


def step(number: int) -> str:
    """A page's part of the tree path: its number below its parent, from 1."""
    signs = ""
    for _place in range(BasePage.steplen):
        number, rest = divmod(number, len(SIGNS))
        signs = SIGNS[rest] + signs
    return signs


def plan(copies: Iterable[Copy]) -> None:
    """Put the copies in the table that the statements below join with."""
    columns = ", ".join(f"{n} {f.db_type(connection)}" for n, f in COLUMNS.items())
    places = ", ".join(["%s"] * len(COLUMNS))
    names = [field.name for field in fields(Copy)]
    rows = [
        [
            COLUMNS[name].get_db_prep_save(value, connection)
            for name, value in zip(names, astuple(copy), strict=True)
        ]
        for copy in copies
    ]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copies")
        cursor.execute(f"CREATE TEMPORARY TABLE copies ({columns})")
        cursor.executemany(f"INSERT INTO copies VALUES ({places})", rows)  # noqa: S608
        cursor.execute("CREATE INDEX copies_source ON copies (source)")
        cursor.execute("CREATE INDEX copies_target ON copies (target)")
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE copies")


def copy_rows(
    model: type[models.Model], link: str, joins: str = "", **changed: str
) -> None:
    """Copy the rows whose field `link` names a source; `changed` has SQL by field.

    In it ``row`` is the row that is copied, and ``copies`` what it is copied for.
    """
    quote = connection.ops.quote_name
    column = model._meta.get_field(link).column
    values = {column: "copies.target"}
    for field in model._meta.local_concrete_fields:
        if field.name in changed:
            values[field.column] = changed[field.name]
        elif not isinstance(field, models.AutoField):
            values.setdefault(field.column, f"row.{quote(field.column)}")
    table = quote(model._meta.db_table)
    statement = (
        f"INSERT INTO {table} ({', '.join(map(quote, values))}) "  # noqa: S608
        f"SELECT {', '.join(values.values())} FROM {table} AS row "
        f"JOIN copies ON copies.source = row.{quote(column)} {joins}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def copy_pages(parent: BasePage) -> None:
    """The pages' own rows in the tree; `parent` counts them."""
    changed = dict.fromkeys(WITHOUT_REVISION, "NULL")
    for name in ("title", *localized_names("title"), "draft_title"):
        changed[name] = f"NULLIF(row.{name}, '') || ' ' || copies.number"
    for name in ("title", "draft_title"):
        changed[name] = f"row.{name} || ' ' || copies.number"
    for name in ("slug", *localized_names("slug")):
        changed[name] = f"NULLIF(row.{name}, '') || '-' || copies.number"
    for name in ("url_path", *localized_names("url_path")):
        start = f"SUBSTR(row.{name}, 1, LENGTH(row.{name}) - 1)"
        changed[name] = f"{start} || '-' || copies.number || '/'"
    for name in (
        *localized_names("first_published"),
        *localized_names("last_published"),
    ):
        changed[name] = f"CASE WHEN row.{name} IS NOT NULL THEN copies.published_at END"
    copy_rows(
        BasePage,
        "id",
        **changed,
        path="copies.path",
        translation_key="copies.key",
        first_published_at="copies.published_at",
        last_published_at="copies.published_at",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM copies")
        count = cursor.fetchone()[0]
    BasePage.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + count)


def copy_restricted_groups() -> None:
    """Whom the copied restrictions let in."""
    through = PageViewRestriction.groups.through
    quote = connection.ops.quote_name
    restrictions = quote(PageViewRestriction._meta.db_table)
    groups = quote(through._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {groups} (pageviewrestriction_id, group_id) "  # noqa: S608
            f"SELECT made.id, chosen.group_id FROM copies "
            f"JOIN {restrictions} AS made ON made.page_id = copies.target "
            f"JOIN {restrictions} AS row ON row.page_id = copies.source "
            f"JOIN {groups} AS chosen ON chosen.pageviewrestriction_id = row.id"
        )


def copy_index(
    model: type[models.Model],
    source: str = "copies.source",
    target: str = "copies.target",
    joins: str = "",
) -> None:
    """The model's rows in Wagtail's index; `source` and `target` are keys in SQL."""
    words = "' ' || copies.number || ' ' || copies.word"
    if connection.vendor == "postgresql":
        words = f"TO_TSVECTOR('simple', {words})"
    quote = connection.ops.quote_name
    values = {
        field.column: f"row.{quote(field.column)}"
        for field in IndexEntry._meta.local_concrete_fields
        if not isinstance(field, models.AutoField)
    }
    values["object_id"] = f"CAST({target} AS VARCHAR(50))"
    values |= {name: f"row.{name} || {words}" for name in ("title", "body")}
    kind = ContentType.objects.get_for_model(model).pk
    table = quote(IndexEntry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, values))}) "  # noqa: S608
            f"SELECT {', '.join(values.values())} FROM copies {joins} "
            f"JOIN {table} AS row ON row.content_type_id = {kind} "
            f"AND row.object_id = CAST({source} AS VARCHAR(50))"
        )


def finish() -> None:
    """Number new rows after the copies, and tell the database what it holds now."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [BasePage]):
            cursor.execute(statement)
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE"
        )
