"""The CMS's own views of a page, where each language is published by itself."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import PublishMenuItem, UnpublishMenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.viewsets.pages import PageViewSet

from .. import actions, amounts, languages, recording, refusals
from . import findings, history, listing
from .bar import Bar
from .copying import BilingualCopyView
from .together import MergesVersions


class PublishesLanguages:
    """To publish is to save a draft, and then to publish languages of it."""

    request: Any
    form: Any
    page: Any

    @cached_property
    def is_publishing(self) -> bool:
        return self.action_name == "publish"  # type: ignore[attr-defined]

    def publish_action(self) -> HttpResponse:
        codes = self.form.publishes
        saved = self.save_action()  # type: ignore[attr-defined]
        if saved.status_code != 302:  # it says why it could not be saved
            return saved
        is_asked = not self.form.publishes_anyway
        if is_asked and (held := findings.hold_back(self.request, self.page, codes)):
            return held
        if response := self.run_hook(  # type: ignore[attr-defined]
            "before_publish_page", self.request, self.page
        ):
            return response
        try:
            actions.publish(
                self.page,
                codes,
                user=self.request.user,
                content=self.page.latest_revision.content,
                is_small_change="small-change" in self.request.POST,
            )
        except ValidationError as error:  # the draft is saved
            sentence = _("Saved as a draft, and not published: %(reason)s") % {
                "reason": refusals.in_words(error, self.page)
            }
            messages.error(self.request, sentence)
            return self.redirect_and_remain()  # type: ignore[attr-defined]
        self.page = self.page.specific_class.objects.get(pk=self.page.pk)
        if response := self.run_hook(  # type: ignore[attr-defined]
            "after_publish_page", self.request, self.page
        ):
            return response
        self._say_what_is_published(codes)
        return self.redirect_and_remain()  # type: ignore[attr-defined]

    def _say_what_is_published(self, codes: list[str]) -> None:
        sentence = _("“%(title)s” is published (%(languages)s).") % {
            "title": self.page.get_admin_display_title(),
            "languages": languages.listed(codes),
        }
        buttons = [
            messages.button(
                url,
                _("View live: %(language)s") % {"language": languages.name_of(code)},
                new_window=True,
            )
            for code in codes
            if (url := self.page.get_url_in(code))
        ]
        messages.success(self.request, sentence, buttons=buttons)


class BilingualEditView(
    findings.ShowsFindings, MergesVersions, PublishesLanguages, EditView
):
    partials_template_name = "bilingual/admin/edit_partials.html"

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()
        if names == ["wagtailadmin/pages/edit.html"]:
            return ["bilingual/admin/edit.html"]
        return names

    def add_save_confirmation_message(self) -> None:
        if not self.is_publishing:
            super().add_save_confirmation_message()

    def render_partials(self) -> str:
        """Without the form, which stays as it is in the browser."""
        self.edit_handler = ObjectList([]).bind_to_model(self.page_class)
        return super().render_partials()

    @cached_property
    def bar(self) -> Bar:
        live = self.real_page_record.specific
        return Bar(live, self.page, self.request.user)

    @cached_property
    def language_states(self) -> dict[str, Any]:
        """Told anew to a form that has saved itself."""
        return recording.language_states(self.page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_renamed = self.page.draft_title != self.real_page_record.draft_title
        return super().get_context_data(bar=self.bar, is_renamed=is_renamed, **kwargs)


class BilingualRevertView(RevisionsRevertView, BilingualEditView):
    """An earlier version in the form, for who may write all there is."""

    def get_object(self) -> Any:
        page = super().get_object()
        if page.languages_written_by(self.request.user) is not None:
            raise PermissionDenied
        return page


class BilingualCreateView(PublishesLanguages, CreateView):
    template_name = "bilingual/admin/create.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            can_publish=self.parent_page_perms.can_publish_subpage(),
            languages=languages.choices(),
            **kwargs,
        )


class TakeDownView(UnpublishView):
    """Asks which languages; with the last one goes the page."""

    page_title = gettext_lazy("Take down")
    template_name = "bilingual/admin/take_down.html"

    @cached_property
    def asked(self) -> list[str]:
        """All that are public, unless some are named; the form names what it takes."""
        is_sent = self.request.method == "POST"
        data = self.request.POST if is_sent else self.request.GET
        public = self.object.public_languages
        named = [code for code in public if code in data.getlist("language")]
        return named if is_sent else named or public

    def unpublish(self) -> HttpResponse | None:
        if not self.asked:  # or all of them are down by now
            messages.error(self.request, _("Choose at least one language."))
            return redirect(self.request.get_full_path())
        below = self._below()
        if amounts.are_too_many([self.object.pk, *amounts.keys_of(below)]):
            messages.error(self.request, amounts.too_many())
            return redirect(self.request.get_full_path())
        if response := self.run_hook(
            "before_unpublish_page", self.request, self.object
        ):
            return response
        with transaction.atomic():
            actions.take_down(self.object, self.asked, user=self.request.user)
            for page in below.specific().iterator():
                if page.permissions_for_user(self.request.user).can_unpublish():
                    actions.take_down(
                        page, page.public_languages, user=self.request.user
                    )
        return self.run_hook("after_unpublish_page", self.request, self.object)

    def _below(self) -> Any:
        """The pages that go along: with the last language, and where it is asked."""
        with_last = set(self.asked) == set(self.object.public_languages)
        if not (with_last and self.request.POST.get("include_descendants")):
            return self.object.get_descendants().none()
        return self.object.get_descendants().live()

    def get_success_message(self) -> str:
        return _("“%(title)s” is taken down (%(languages)s).") % {
            "title": self.object.get_admin_display_title(),
            "languages": languages.listed(self.asked),
        }

    def get_next_url(self) -> str:
        asked = get_valid_next_url_from_request(self.request)
        return asked or reverse("wagtailadmin_pages:edit", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = [
            (code, languages.name_of(code), code in self.asked)
            for code in self.object.public_languages
        ]
        return super().get_context_data(choices=choices, **kwargs)


class BilingualPageViewSet(PageViewSet):
    """Register it for the site's base page."""

    add_view_class = BilingualCreateView
    copy_view_class = BilingualCopyView
    edit_view_class = BilingualEditView
    index_view_class = listing.LanguageIndexView
    filterset_class = listing.LanguageFilterSet
    search_view_class = listing.LanguageSearchView
    history_view_class = history.LanguageHistoryView
    revisions_compare_view_class = history.LanguageCompareView
    revisions_revert_view_class = BilingualRevertView
    unpublish_view_class = TakeDownView


def leave_publishing_to_languages(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """A hook: Wagtail's two buttons publish, and take down, a page whole."""
    whole = (PublishMenuItem, UnpublishMenuItem)
    menu_items[:] = [item for item in menu_items if not isinstance(item, whole)]
