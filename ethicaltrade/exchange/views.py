"""Files for translators, in the CMS: made, sent in, and what became of them."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from ethicaltrade.bilingual import languages, routing
from ethicaltrade.privacy.cache_control import private

from . import chosen, jobs, po, services, xliff
from .bundles import Bundle
from .forms import ExportForm, ImportForm
from .models import Import, Outcome

SHOWN = 10  # of the imports
LINES = 100  # on a page of a report
MOST_PAGES = 500  # that are named in an address
KINDS = {"po": ("po", "text/x-gettext-translation; charset=utf-8")}
XLIFF = ("xlf", "application/xliff+xml; charset=utf-8")  # RFC 7303's manner


def may_edit(user: Any) -> bool:
    """More than the words that they were given to translate."""
    policy = policy_registry.get_by_type(routing.page_model())
    return bool(policy.user_has_any_permission(user, ("add", "change")))


def may_use(user: Any) -> bool:
    """Whoever may write words of some page, or make one."""
    return may_edit(user) or bool(routing.page_model().written_by(user).exists())


def imports_of(user: Any) -> Any:
    """Without the files themselves, which may be long."""
    return Import.objects.defer("packed").filter(user=user)


class ViewForTranslators(WagtailAdminTemplateMixin, TemplateView):
    """403 to whoever writes no words; never cached."""

    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_use(request.user):
            raise PermissionDenied
        return private(super().dispatch(request, *args, **kwargs))


class FilesView(ViewForTranslators):
    """GET shows both forms, POST sends a file in; see :func:`download`."""

    page_title = gettext_lazy("Translation files")
    template_name = "exchange/files.html"
    import_form: ImportForm | None = None

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if "propose" in request.POST:
            return self._propose()
        self.import_form = ImportForm(
            request.POST,
            request.FILES,
            user=request.user,
            may_edit=may_edit(request.user),
        )
        if not self.import_form.is_valid():
            return self.get(request)
        cleaned = self.import_form.cleaned_data
        one = jobs.begin(
            cleaned["file"],
            request.user,
            with_records=cleaned.get("with_records", False),
        )
        return redirect("exchange_import", one.pk)

    def _propose(self) -> HttpResponseBase:
        """Without a service that is set up, nobody is asked."""
        language = self.request.POST["propose"]
        if not (self.service and self.pages) or language not in languages.codes():
            raise PermissionDenied
        pages = [page.pk for page in self.pages]
        source = chosen.source_for(language)
        one = jobs.propose(pages, language, source, self.request.user)
        return redirect("exchange_import", one.pk)

    @cached_property
    def service(self) -> Any:
        return services.get_service()

    @cached_property
    def pages(self) -> list[Any]:
        return chosen_pages(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = languages.others(languages.default())
        initial = {"language": others[0], "source": languages.default()}
        asked = {"may_edit": may_edit(self.request.user)}
        return super().get_context_data(
            pages=[page.specific_deferred for page in self.pages],
            export_form=ExportForm(pages=self.pages, initial=initial, **asked),
            service=self.service,
            languages=[(code, languages.name_of(code)) for code in others],
            import_form=self.import_form or ImportForm(user=self.request.user, **asked),
            imports=imports_of(self.request.user)[:SHOWN],
            **kwargs,
        )


def chosen_pages(request: HttpRequest) -> list[Any]:
    """Those that are named, and of which the user may write words."""
    keys = [key for key in request.GET.getlist("page") if key.isdecimal()]
    keys = [key for key in keys if len(key) < 19][:MOST_PAGES]
    return list(chosen.pages(request.user).filter(pk__in=keys)) if keys else []


def download(request: HttpRequest) -> HttpResponseBase:
    """A page at a time: a browser shows how far it has come."""
    if not may_use(request.user):
        raise PermissionDenied
    pages = chosen_pages(request)
    form = ExportForm(request.GET, pages=pages, may_edit=may_edit(request.user))
    asked_for_pages = bool(request.GET.getlist("page"))
    language = form.cleaned_data["language"] if form.is_valid() else None
    found = chosen.pages(request.user, language)
    mine = found.filter(pk__in=[page.pk for page in pages])
    if not language or (asked_for_pages and not mine.exists()):
        messages.error(request, _("There is nothing here that you may translate."))
        return redirect("exchange_files")
    cleaned = form.cleaned_data
    if pages:
        found = chosen.below(found, pages) if cleaned.get("include_below") else mine
    wanted = chosen.Wanted(
        cleaned["source"],
        cleaned["language"],
        found,
        only_wanted=cleaned["words"] == "wanted",
        with_records=cleaned.get("include_records", False),
        user=request.user,
    )
    bundles = filter(None, wanted.bundles())
    if (first := next(bundles, None)) is None:
        messages.success(request, _("Nothing there is missing or outdated."))
        return redirect("exchange_files")
    return _file(chain([first], bundles), wanted, cleaned["format"])


def _file(
    bundles: Iterator[Bundle], wanted: chosen.Wanted, kind: str
) -> StreamingHttpResponse:
    ending, content_type = KINDS.get(kind, XLIFF)
    name = f"{wanted.source}-{wanted.language}.{ending}"
    return private(
        StreamingHttpResponse(
            written(bundles, wanted, kind),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    )


def written(
    bundles: Iterator[Bundle], wanted: chosen.Wanted, kind: str
) -> Iterator[bytes]:
    """``kind`` is one of ``FORMATS``."""
    if kind == "po":
        return po.write(bundles, wanted.source, wanted.language)
    version = kind.removeprefix("xliff-")
    return xliff.write(bundles, wanted.source, wanted.language, version)


class ImportView(ViewForTranslators):
    """How far it has come, and each line; of whoever sent the file."""

    template_name = "exchange/import.html"

    @cached_property
    def sent(self) -> Import:
        return get_object_or_404(imports_of(self.request.user), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Translation file: %(name)s") % {"name": self.sent.name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("exchange_files")
        return [
            *super().get_breadcrumbs_items(),
            {"url": url, "label": FilesView.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcome = self.request.GET.get("outcome", "")
        lines = self.sent.lines.order_by("pk")
        if outcome in Outcome.values:
            lines = lines.filter(outcome=outcome)
        number = self.request.GET.get("p")
        return super().get_context_data(
            sent=self.sent,
            counts=self.sent.counts(),
            outcome=outcome,
            lines=Paginator(lines, LINES).get_page(number),
            **kwargs,
        )
