"""Who may ask, who may be asked, and what a translator may do.

Whoever has a page to translate, and may not edit it otherwise, may save words of that
language, by the form or by a file, and read its drafts, for as long as the task is
open. They may do nothing else with it, and nothing with any other page.
"""

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import PagePermissionTester
from wagtail.permissions import policy_registry

from ethicaltrade.bilingual import languages

from .models import TRANSLATE, Section, Task


def translations_of(user: Any) -> Any:
    """What the user has to translate; for who holds the right to."""
    given = Task.objects.open().given_to(user)
    return given.filter(kind=Task.Kind.TRANSLATION)


class TaskPermissionTester(PagePermissionTester):
    def can_edit_all(self) -> bool:
        """What a page has, and not only words of a language."""
        return super().can_edit()

    def can_edit(self) -> bool:
        return self.can_edit_all() or bool(self.translates)

    def can_copy(self) -> bool:
        return self.can_edit_all()

    @cached_property
    def translates(self) -> list[str]:
        """The languages of which the user has the words to write, and nothing else."""
        user = self.user
        if self.can_edit_all() or not user.has_perm(TRANSLATE):
            return []
        found = translations_of(user).filter(page=self.page.pk)
        codes = set(found.values_list("language", flat=True))
        return [code for code in languages.codes() if code in codes]


class TaskedPage:
    """Stands before a bilingual page's other parents."""

    def permissions_for_user(self, user: Any) -> TaskPermissionTester:
        return TaskPermissionTester(user, self)

    def languages_written_by(self, user: Any) -> list[str] | None:
        may = self.permissions_for_user(user)
        return None if may.can_edit_all() else may.translates

    @classmethod
    def written_by(cls, user: Any, language: str | None = None) -> Any:
        """With those that the user has been given to translate."""
        found = super().written_by(user, language)  # type: ignore[misc]
        if user.is_superuser or not user.has_perm(TRANSLATE):
            return found
        given = translations_of(user)
        if language:
            given = given.filter(language=language)
        theirs = Q(pk__in=found.values("pk")) | Q(pk__in=given.values("page"))
        return found.model._default_manager.filter(theirs)


# Where there are tasks


def has_tasks(page: Any) -> bool:
    """The page, or one above it, is a section with tasks; never an alias."""
    if page.alias_of_id:
        return False
    paths = Section.objects.values_list("page__path", flat=True)
    return any(page.path.startswith(path) for path in paths)


def may_ask(user: Any, page: Any) -> bool:
    return page.permissions_for_user(user).can_edit_all()


def may_switch(user: Any, page: Any) -> bool:
    """Say whether the section has tasks."""
    return page.permissions_for_user(user).can_publish()


# Who may be asked


def _holding(permissions: Any) -> Q:
    return (
        Q(is_superuser=True)
        | Q(user_permissions__in=permissions)
        | Q(groups__permissions__in=permissions)
    )


def _permissions(name: str) -> Any:
    app_label, codename = name.split(".")
    return Permission.objects.filter(
        content_type__app_label=app_label, codename=codename
    )


def people(page: Any, kind: str) -> Any:
    """Who may review the page, or translate it: a queryset of users."""
    users = get_user_model().objects.filter(is_active=True)
    entering = users.filter(_holding(_permissions("wagtailadmin.access_admin")))
    policy = policy_registry.get(page)
    editors = policy.users_with_permission_for_instance("change", page)
    able = Q(pk__in=editors.values("pk"))
    if kind == Task.Kind.TRANSLATION:
        able |= Q(pk__in=users.filter(_holding(_permissions(TRANSLATE))).values("pk"))
    return entering.filter(able).distinct().order_by("first_name", "last_name", "pk")


def groups(page: Any, kind: str) -> Any:
    """Those with people of whom any may do it."""
    able = people(page, kind).order_by().values("pk")
    steps = range(page.steplen, len(page.path) + 1, page.steplen)
    above = [page.path[:end] for end in steps]
    change = f"change_{page.base_page_model._meta.model_name}"
    rights = Q(
        page_permissions__page__path__in=above,
        page_permissions__permission__codename=change,
    )
    if kind == Task.Kind.TRANSLATION:
        rights |= Q(permissions__in=_permissions(TRANSLATE))
    found = Group.objects.filter(rights, user__in=able)
    return found.distinct().order_by("name")


def doers(task: Task) -> list[Any]:
    """Who is told that it is theirs: those who may do it, as it is now."""
    able = people(task.page.specific, task.kind)
    if task.person_id:
        return list(able.filter(pk=task.person_id))
    return list(able.filter(groups=task.group_id)) if task.group_id else []
