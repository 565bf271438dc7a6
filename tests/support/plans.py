"""Which indexes a database would use, however few rows a test has."""

from django.db import connection, transaction
from django.db.models import QuerySet


def plan_of(queryset: QuerySet) -> str:
    """How the database would find the rows; PostgreSQL as if the table were long.

    Few rows tempt it to read the table, or an index, from end to end.
    """
    if connection.vendor != "postgresql":
        return queryset.explain()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {queryset.model._meta.db_table}")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        return queryset.explain()
