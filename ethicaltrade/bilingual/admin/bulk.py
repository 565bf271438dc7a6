"""Many pages published, and taken down, in the languages that are chosen.

What is found in them is asked about once for all; see :mod:`.findings`.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import (
    DefaultPageForm,
    PageBulkAction,
)

from .. import actions, amounts, languages, refusals
from ..forms import ANYWAY
from ..languages import localized
from ..readings import Records
from . import findings

BELOW = "below"  # beside the codes of languages: what lies below was looked at, too


class LanguagesForm(DefaultPageForm):
    language = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=languages.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    field_order = ("language", "include_descendants")


class LanguagesBulkAction(PageBulkAction):
    """What a rule refuses stays as it is, and is told; the others are done."""

    form_class = LanguagesForm
    template_name = "bilingual/admin/bulk.html"
    question: Any = ""
    answer: Any = ""
    without_access: Any = ""
    below_label: Any = ""
    success: Any = ""

    @cached_property
    def against(self) -> list[str]:
        """The pages that stayed as they were, and why."""
        return []

    @cached_property
    def _actionable(self) -> Any:
        found = super().get_actionable_objects()
        prefetch_related_objects(found[0], "latest_revision")
        return found

    def get_actionable_objects(self) -> Any:
        return self._actionable

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Before any page of too many is looked at."""
        chosen = request.GET.getlist("id")
        if "all" in chosen:
            section = request.GET.get("childOf")
            chosen = self.get_all_objects_in_listing_query(section)
        if not amounts.are_too_many(chosen):
            return super().dispatch(request, *args, **kwargs)
        messages.error(request, amounts.too_many())
        is_here = self.next_url == request.path  # where no other was named
        return redirect("wagtailadmin_explore_root" if is_here else self.next_url)

    def prepare_action(self, objects: Any, objects_without_access: Any) -> Any:
        """An answer where what lies below is too much, or is to be looked at first."""
        if self.cleaned_form.cleaned_data["include_descendants"]:
            keys = {page.pk for page in objects}
            for page in objects:
                below = self.pages_below(page).exclude(pk__in=keys)
                keys |= {*amounts.keys_of(below)}
                if amounts.are_too_many(list(keys)):
                    messages.error(self.request, amounts.too_many())
                    return self.form_invalid(self.cleaned_form)
        return None

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
            "against": self.against,
        }

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        if self.against:
            sentence = _("Stays as it was – %(reasons)s")
            messages.error(self.request, sentence % {"reasons": " ".join(self.against)})
        return response

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        below = []
        if kwargs["include_descendants"]:
            below = list(cls.allowed_below(objects, kwargs["is_allowed"]))
        done, done_below = (
            sum([cls._is_done(page, **kwargs) for page in pages])
            for pages in (objects, below)
        )
        return done, done_below

    @classmethod
    def _is_done(
        cls, page: Any, codes: list[str], user: Any, against: list[str], **kwargs: Any
    ) -> bool:
        try:
            with transaction.atomic():
                cls.do(page, cls.languages_of(page, codes), user)
        except ValidationError as error:
            why = refusals.in_words(error, page.specific)
            against.append(f"{page.specific.get_admin_display_title()}: {why}")
            return False
        return True

    @classmethod
    def allowed_below(
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

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str | None:
        if not (count := num_parent_objects + num_child_objects):
            return None
        names = languages.listed(self.cleaned_form.cleaned_data["language"])
        return self.success % {"count": count, "languages": names}


class PublishLanguages(LanguagesBulkAction):
    display_name = _("Publish")
    action_type = "publish"
    aria_label = _("Publish selected pages")
    action_priority = 40
    question = _("Which languages do you want to publish?")
    answer = _("Publish")
    without_access = _("You are not allowed to publish these:")
    below_label = _("Also publish the unpublished pages below these")
    success = ngettext_lazy(
        "%(count)d page is published (%(languages)s).",
        "%(count)d pages are published (%(languages)s).",
        "count",
    )
    found: tuple[findings.LookedAt, ...] = ()
    seen = ""

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

    def prepare_action(self, objects: Any, objects_without_access: Any) -> Any:
        """Asks first, unless the editor has seen what is found in all this."""
        if answer := super().prepare_action(objects, objects_without_access):
            return answer
        data = self.cleaned_form.cleaned_data
        chosen, with_below = data["language"], data["include_descendants"]
        seen = self.request.POST.get(ANYWAY, "").split()
        if {*chosen, *([BELOW] if with_below else [])} <= set(seen):
            return None
        self._look(objects, chosen, with_below=with_below)
        if not self.found:
            return None
        messages.warning(
            self.request, _("Not published yet: there is something to look at.")
        )
        return self.form_invalid(self.cleaned_form)

    def _look(self, pages: Any, codes: list[str], *, with_below: bool) -> None:
        below = self.allowed_below(pages, self.check_perm) if with_below else ()
        known: Records = {}
        self.found = tuple(
            found
            for page in [*pages, *below]
            if (found := findings.look_at(page, self.languages_of(page, codes), known))
        )
        self.seen = " ".join([*codes, BELOW] if with_below else codes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.request.method == "GET":
            pages = self._actionable[0]
            self._look(pages, self.languages_at_first(pages), with_below=False)
        return super().get_context_data(
            found=self.found,
            seen=self.seen if self.found else "",
            answer=self._answer(),
            **kwargs,
        )

    def _answer(self) -> Any:
        """A page with faults stays as it is, whatever is answered."""
        is_override = not all(one.has_faults for one in self.found)
        return _("Publish anyway") if is_override else self.answer

    @staticmethod
    def do(page: Any, codes: list[str], user: Any) -> None:
        actions.publish(page, codes, user=user)


class TakeDownLanguages(LanguagesBulkAction):
    display_name = _("Take down")
    action_type = "unpublish"
    aria_label = _("Take selected pages down")
    action_priority = 50
    question = _("Which languages do you want to take down?")
    answer = _("Take down")
    without_access = _("You are not allowed to take these down:")
    below_label = _("Also take down the pages below these")
    success = ngettext_lazy(
        "%(count)d page is taken down (%(languages)s).",
        "%(count)d pages are taken down (%(languages)s).",
        "count",
    )

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


def with_title(page: Any) -> list[str]:
    """Languages in which its newest version has a title."""
    draft = actions.draft_of(page)
    return [code for code in languages.codes() if draft.get(localized("title", code))]
