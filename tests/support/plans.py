"""Which indexes a database would use, however few rows a test has."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

# PostgreSQL's ways that few rows tempt it to: reading a table or an index from end to
# end; putting in order what it has found.
FOUND = ("enable_seqscan", "enable_indexscan")
IN_ORDER = ("enable_seqscan", "enable_sort", "enable_incremental_sort")


def plan_of(queryset: QuerySet, *, without: Iterable[str] = FOUND) -> str:
    """How the database would find the rows, in a long table."""
    if connection.vendor != "postgresql":
        return queryset.explain()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {queryset.model._meta.db_table}")
        for way in without:
            cursor.execute(f"SET LOCAL {way} = off")
        return queryset.explain()
