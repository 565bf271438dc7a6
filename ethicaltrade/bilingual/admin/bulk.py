"""Many pages published, and taken down, in the languages that are chosen."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import (
    DefaultPageForm,
    PageBulkAction,
)

from .. import actions, languages, refusals
from ..languages import localized


class LanguagesForm(DefaultPageForm):
    language = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=languages.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    field_order = ("language", "include_descendants")


class LanguagesBulkAction(PageBulkAction):
    """All of them or none; the error names the pages, and what is against it."""

    form_class = LanguagesForm
    template_name = "bilingual/admin/bulk.html"
    question: Any = ""
    answer: Any = ""
    without_access: Any = ""
    below_label: Any = ""

    @cached_property
    def _actionable(self) -> Any:
        found = super().get_actionable_objects()
        prefetch_related_objects(found[0], "latest_revision")
        return found

    def get_actionable_objects(self) -> Any:
        return self._actionable

    @classmethod
    def pages_below(cls, page: Any) -> Any:
        """Those that go along when it is asked for."""
        raise NotImplementedError

    @classmethod
    def languages_of(cls, page: Any, chosen: list[str]) -> list[str]:
        """Of the chosen ones, those that are this page's."""
        raise NotImplementedError

    def languages_at_first(self, pages: list[Any]) -> list[str]:
        """Ticked when the editor is asked."""
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.languages_at_first(self._actionable[0])}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["include_descendants"].label = self.below_label
        return form

    def object_context(self, obj: Any) -> dict[str, Any]:
        below = self.pages_below(obj).count()
        return super().object_context(obj) | {"below": below}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not any(item["below"] for item in context["items"]):
            del context["form"].fields["include_descendants"]
        return context | {"action": self}

    def get_execution_context(self) -> dict[str, Any]:
        data = self.cleaned_form.cleaned_data
        return super().get_execution_context() | {
            "codes": data["language"],
            "include_descendants": data["include_descendants"],
            "is_allowed": self.check_perm,
        }

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        """ValidationError when a rule is against one of them; then nothing is done."""
        chosen, user = kwargs["codes"], kwargs.get("user")
        below = []
        if kwargs.get("include_descendants"):
            below = list(cls._allowed_below(objects, kwargs["is_allowed"]))
        against = []
        for page in [*objects, *below]:
            try:
                with transaction.atomic():
                    cls.do(page, cls.languages_of(page, chosen), user)
            except ValidationError as error:
                why = refusals.in_words(error, page.specific)
                against.append(f"{page.specific.get_admin_display_title()}: {why}")
        if against:
            raise ValidationError(against)
        return len(objects), len(below)

    @classmethod
    def _allowed_below(
        cls, objects: Any, is_allowed: Callable[[Any], bool]
    ) -> Iterator[Any]:
        """Each once, and without those that are chosen themselves."""
        known = {page.pk for page in objects}
        for page in objects:
            for one in cls.pages_below(page):
                if one.pk not in known and is_allowed(one):
                    known.add(one.pk)
                    yield one

    @staticmethod
    def do(page: Any, codes: list[str], user: Any) -> None:
        raise NotImplementedError

    def _names(self) -> str:
        return languages.listed(self.cleaned_form.cleaned_data["language"])


class PublishLanguages(LanguagesBulkAction):
    display_name = _("Publish")
    action_type = "publish"
    aria_label = _("Publish selected pages")
    action_priority = 40
    question = _("Which languages shall be published?")
    answer = _("Publish")
    without_access = _("You may not publish these:")
    below_label = _("Publish what lies below as well, where it is not published")

    def check_perm(self, obj: Any) -> bool:
        """An alias follows its source; a locked page is its locker's."""
        may = obj.permissions_for_user(self.request.user)
        is_closed = obj.alias_of_id or may.page_locked()
        return may.can_publish() and not is_closed

    @classmethod
    def pages_below(cls, page: Any) -> Any:
        return page.get_descendants().not_live()

    @classmethod
    def languages_of(cls, page: Any, chosen: list[str]) -> list[str]:
        """A language without a title stays as it is, where another is published."""
        return [code for code in chosen if code in with_title(page)] or chosen

    def languages_at_first(self, pages: list[Any]) -> list[str]:
        """No language that would come out beside one that is public already."""
        by_itself = {page: page.public_languages or with_title(page) for page in pages}
        return [
            code
            for code in languages.codes()
            if any(code in own for own in by_itself.values())
            and all(
                code in own or code not in with_title(page)
                for page, own in by_itself.items()
            )
        ]

    @staticmethod
    def do(page: Any, codes: list[str], user: Any) -> None:
        actions.publish(page, codes, user=user)

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str:
        count = num_parent_objects + num_child_objects
        return ngettext(
            "%(count)d page is published (%(languages)s).",
            "%(count)d pages are published (%(languages)s).",
            count,
        ) % {"count": count, "languages": self._names()}


class TakeDownLanguages(LanguagesBulkAction):
    display_name = _("Take down")
    action_type = "unpublish"
    aria_label = _("Take selected pages down")
    action_priority = 50
    question = _("Which languages shall be taken down?")
    answer = _("Take down")
    without_access = _("You may not take these down:")
    below_label = _("Take down what lies below as well")

    def check_perm(self, obj: Any) -> bool:
        return obj.permissions_for_user(self.request.user).can_unpublish()

    @classmethod
    def pages_below(cls, page: Any) -> Any:
        return page.get_descendants().live()

    @classmethod
    def languages_of(cls, page: Any, chosen: list[str]) -> list[str]:
        return [code for code in page.public_languages if code in chosen]

    def languages_at_first(self, pages: list[Any]) -> list[str]:
        public = {code for page in pages for code in page.public_languages}
        return [code for code in languages.codes() if code in public]

    @staticmethod
    def do(page: Any, codes: list[str], user: Any) -> None:
        actions.take_down(page, codes, user=user)

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str:
        count = num_parent_objects + num_child_objects
        return ngettext(
            "%(count)d page is taken down (%(languages)s).",
            "%(count)d pages are taken down (%(languages)s).",
            count,
        ) % {"count": count, "languages": self._names()}


def with_title(page: Any) -> list[str]:
    """Languages in which its newest version has a title."""
    draft = actions.draft_of(page)
    return [code for code in languages.codes() if draft.get(localized("title", code))]
