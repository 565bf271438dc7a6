"""Who may see a page: one rule for every list, and a gate at each; for documents, too.

As SQL, since as Django's expressions it took half of an answer's time.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Expression, F, Model, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import (
    BaseViewRestriction,
    PageViewRestriction,
)
from wagtail.query import PageQuerySet

Reader = AbstractBaseUser | AnonymousUser
STEP = 4  # characters of a tree path for each level: treebeard's
BEFORE_PRIVACY = -1  # Wagtail's own check has order 0
DEEPEST = 16  # levels; no address goes deeper (bilingual.routing)

ANYBODY, PERSON, SUPERUSER = "anybody", "person", "superuser"


class PrivatePageQuerySet(PageQuerySet):
    def visible_to(self, user: Reader):
        """Leave out restricted pages, and aliases of them.

        Wagtail's ``public()`` misses the aliases. Costs no query of its own.
        """
        return self.exclude(RuleInSQL("path", page_rule, user))


class RuleInSQL(Expression):
    """What a rule says of a record and the user: yes or no.

    ``path`` leads to what the rule asks about, such as a tree path. ``rule`` takes the
    kind of reader, and returns SQL with ``{path}`` and a ``%s`` for each time the
    user's key is asked for.
    """

    output_field = BooleanField()

    def __init__(self, path: str, rule: Any, user: Reader):
        super().__init__()
        self.path = F(path)
        self.rule = rule(kind_of(user))
        self.params = [user.pk] * self.rule.count("%s")

    def get_source_expressions(self) -> list[Any]:
        return [self.path]

    def set_source_expressions(self, expressions: list[Any]) -> None:
        [self.path] = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, _no_params = compiler.compile(self.path)
        return self.rule.format(path=column), self.params


def kind_of(user: Reader) -> str:
    """Anybody, a person, or a superuser."""
    if not user.is_authenticated:
        return ANYBODY
    return SUPERUSER if user.is_superuser else PERSON


# The rule in SQL, for PostgreSQL and SQLite


@cache
def page_rule(reader: str) -> str:
    """Also closed where it, or a page above, is an alias of a closed page.

    An alias's source is no alias (see bilingual.pages): one step reaches everything.
    """
    pages = PageViewRestriction._meta.get_field("page").related_model._meta.db_table
    return (
        f"({is_below(PageViewRestriction, 'page', '{path}', reader)} OR EXISTS("
        f"SELECT 1 FROM {pages} alias"
        f" INNER JOIN {pages} source ON source.id = alias.alias_of_id"
        f" WHERE alias.path IN ({beginnings('{path}')})"
        f" AND {is_below(PageViewRestriction, 'page', 'source.path', reader)}))"
    )


def is_below(restrictions: type[Model], link: str, path: str, reader: str) -> str:
    """``link`` is a restriction's field for its place; below ``DEEPEST`` is closed."""
    places = restrictions._meta.get_field(link).related_model._meta.db_table
    return (
        f"(EXISTS(SELECT 1 FROM {places} place WHERE place.path IN ({beginnings(path)})"
        f" AND EXISTS(SELECT 1 FROM {restrictions._meta.db_table} closed"
        f" WHERE closed.{link}_id = place.id{keeps_out(restrictions, reader)}))"
        f" OR LENGTH({path}) > {STEP * DEEPEST})"
    )


def beginnings(path: str) -> str:
    """The path and those above, looked up in the index of paths.

    Comparing with every closed place takes minutes where many are closed one by one.
    """
    ends = range(STEP, STEP * DEEPEST + 1, STEP)
    return ", ".join(f"SUBSTR({path}, 1, {end})" for end in ends)


def keeps_out(restrictions: type[Model], reader: str) -> str:
    """What to ask of a restriction that is met, ``closed``; a password opens none.

    Groups are asked of one at a time: PostgreSQL takes half a minute over a list where
    thousands of pages are closed.
    """
    if reader == ANYBODY:
        return ""
    if reader == SUPERUSER:
        return " AND closed.restriction_type NOT IN ('login', 'groups')"
    chosen = restrictions._meta.get_field("groups")
    belongs = get_user_model()._meta.get_field("groups")
    return (
        " AND closed.restriction_type <> 'login'"
        " AND NOT (closed.restriction_type = 'groups' AND EXISTS("
        f"SELECT 1 FROM {chosen.m2m_db_table()} chosen"
        f" INNER JOIN {belongs.m2m_db_table()} belongs"
        f" ON belongs.{belongs.m2m_reverse_name()} = chosen.{chosen.m2m_reverse_name()}"
        f" WHERE chosen.{chosen.m2m_column_name()} = closed.id"
        f" AND belongs.{belongs.m2m_column_name()} = %s))"
    )


# At their own addresses, beyond Wagtail's own check


def restrictions_of(page: Any, ancestors: Iterable[Any]) -> QuerySet:
    """On the page, its ancestors, and what they are aliases of (Wagtail: not those)."""
    places = {page.path}
    places |= {link.alias_of.path for link in (page, *ancestors) if link.alias_of_id}
    above = {
        place[:end]
        for place in places
        for end in range(page.steplen, len(place) + 1, page.steplen)
    }
    return PageViewRestriction.objects.filter(page__path__in=above)


def refuse(request: HttpRequest, restrictions: Iterable[BaseViewRestriction]) -> None:
    """PermissionDenied for those whom no log-in would let in.

    The logged-in, whom Wagtail would send to the log-in and back for ever; and everyone
    where a shared password stands, as those are switched off.
    """
    for restriction in restrictions:
        if restriction.restriction_type == BaseViewRestriction.PASSWORD:
            raise PermissionDenied
        if request.user.is_authenticated and not restriction.accept_request(request):
            raise PermissionDenied


@hooks.register("on_serve_page", order=BEFORE_PRIVACY)
def refuse_at_page(serve: Callable) -> Callable:
    def inner(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> Any:
        # Asked once: Wagtail's own check reads what is found here.
        page.known_restrictions = list(page.get_view_restrictions())
        refuse(request, page.known_restrictions)
        return serve(page, request, args, kwargs)

    return inner
