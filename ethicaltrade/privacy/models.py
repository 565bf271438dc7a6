"""What keeps readers out of a page or a document, as a condition with one form.

All restrictions on a page and above it must let a reader in. Together they say one
thing, written as the key of a gate: "login"; "groups 5 7", for whoever is in one of
them; "groups 5 and groups 7", for whoever is in both; "groups", for superusers alone;
"nobody", where a shared password stands. What nothing keeps closed has no gate.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from wagtail.models import BaseViewRestriction

OPEN, LOGIN, GROUPS, NOBODY = "", "login", "groups", "nobody"
AND = " and "


def door(kind: str, groups: Iterable[int] = ()) -> str:
    """The key of one restriction; what is not known is closed."""
    if kind == BaseViewRestriction.LOGIN:
        return LOGIN
    if kind == BaseViewRestriction.GROUPS:
        return " ".join([GROUPS, *map(str, sorted(groups))])
    return NOBODY


def together(keys: Iterable[str]) -> str:
    """What all of them ask for, each thing once and nothing that follows from another.

    Who is in one of some groups is logged in, and is in one of more groups.
    """
    doors = {each for key in keys if key for each in key.split(AND)}
    if NOBODY in doors:
        return NOBODY
    chosen = {_groups(each) for each in doors - {LOGIN}}
    least = [one for one in chosen if not any(other < one for other in chosen)]
    if least:
        return AND.join(sorted(door(GROUPS, groups) for groups in least))
    return LOGIN if doors else OPEN


def without_group(key: str, group: int) -> str:
    """What the key asks for once the group is gone."""
    if not key.startswith(GROUPS):
        return key
    left = (_groups(each) - {group} for each in key.split(AND))
    return together(door(GROUPS, groups) for groups in left)


def lets_in(key: str, groups: set[int]) -> bool:
    """Whether somebody who is logged in and in the groups passes."""
    if key in (LOGIN, NOBODY):
        return key == LOGIN
    return not any(groups.isdisjoint(_groups(each)) for each in key.split(AND))


def _groups(each: str) -> frozenset[int]:
    return frozenset(map(int, each.split()[1:]))


class GateManager(models.Manager):
    use_in_migrations = True

    def numbers(self, keys: Iterable[str]) -> dict[str, int | None]:
        """Primary keys of the gates, made if missing; None of what is open."""
        wanted = set(keys) - {OPEN}
        found = dict(self.filter(key__in=wanted).values_list("key", "pk"))
        for key in wanted - found.keys():
            found[key] = self.get_or_create(key=key)[0].pk
        return {OPEN: None, **found}

    def number(self, key: str) -> int | None:
        return self.numbers([key])[key]


class Gate(models.Model):
    """A condition; thousands of pages may stand behind one."""

    key = models.TextField(unique=True)

    objects = GateManager()

    def __str__(self):
        return self.key


class GateField(models.ForeignKey):
    """The gate that a record stands behind, for lists; None where it is open.

    ``privacy.gates`` writes it. The record's ``gate_to_save(is_new)`` says what a save
    writes: a record that was read before a place was closed must not open it again.
    """

    wagtail_reference_index_ignore = True

    def __init__(self, **options: Any):
        fixed = {"on_delete": models.PROTECT, "null": True, "related_name": "+"}
        # Not in a page's revisions, which know nothing of what was closed since.
        hidden = {"editable": False, "serialize": False}
        super().__init__(**{"to": "privacy.Gate", **fixed, **hidden, **options})

    def pre_save(self, instance: Any, add: bool) -> Any:
        if hasattr(instance, "gate_to_save"):
            value = instance.gate_to_save(add)
        elif add:  # a migration's model, which has no methods: closed until mended
            value = self.related_model.objects.number(NOBODY)
        else:
            value = models.F(self.attname)
        if add:
            setattr(instance, self.attname, value)
        return value

    def validate(self, value: Any, instance: Any) -> None:
        """Nobody types it."""
