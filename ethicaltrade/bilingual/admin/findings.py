"""What is found in a language, told where it is about to be published."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .. import actions, findings, languages, scopes
from ..forms import ANYWAY
from ..languages import localized
from ..readings import Finding, Records

ASKED = "look-at"  # a field of the address: the code of a language


class Line(NamedTuple):
    """``href`` leads there without a script, as far as that goes."""

    finding: Finding
    href: str
    field: str
    key: str

    @property
    def language(self) -> Any:
        """Its name; empty for what every language shows."""
        return languages.name_of(self.finding.language) if self.finding.language else ""


class Found(NamedTuple):
    """Of one language; ``value`` is what the button sends."""

    code: str
    name: Any
    lines: list[Line]
    value: str

    @property
    def has_faults(self) -> bool:
        return has_faults(self.lines)


class LookedAt(NamedTuple):
    """A page that something was found in; ``form_url`` is the address of its form."""

    page: Any
    lines: list[Line]
    form_url: str

    @property
    def has_faults(self) -> bool:
        return has_faults(self.lines)


def has_faults(lines: list[Line]) -> bool:
    return any(line.finding.is_fault for line in lines)


def line_of(model: type[models.Model], one: Finding) -> Line:
    field = one.path[0] if one.path else ""
    key = one.path[1] if len(one.path) > 1 else ""
    if key and field not in scopes.row_relations(model):
        return Line(one, f"#block-{key}-section", field, key)
    column = localized(field, one.language) if field and one.language else field
    return Line(one, f"#row-{key}" if key else f"#id_{column}", field, key)


def look_at(
    page: Any, codes: list[str], known: Records | None = None
) -> LookedAt | None:
    """None where nothing is found that readers do not have already."""
    if not (found := findings.before_publication(page, codes, known)):
        return None
    lines = [line_of(page.specific_class, one) for one in found]
    return LookedAt(page.specific_deferred, lines, form_url(page, codes))


def form_url(page: Any, codes: list[str]) -> str:
    """Its address, with what is found in the languages."""
    query = urlencode([(ASKED, code) for code in codes])
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?{query}"


def hold_back(request: Any, page: Any, codes: list[str]) -> HttpResponse | None:
    """What was to be published is a draft, and there is something new to look at."""
    if not findings.new_warnings(page, page.latest_revision.content, codes):
        return None
    messages.warning(
        request,
        _("Saved as a draft, and not published yet: there is something to look at."),
    )
    return redirect(f"{form_url(page, codes)}#findings")


class ShowsFindings:
    """For the view that edits a page, before Wagtail's own."""

    request: Any
    page: Any
    real_page_record: Any

    @cached_property
    def found(self) -> list[Found]:
        """Of the languages that are asked for in the address."""
        asked = self.request.GET.getlist(ASKED)
        codes = [code for code in languages.codes() if code in asked]
        return list(self._found(codes)) if self.request.method == "GET" else []

    def _found(self, codes: list[str]) -> Iterator[Found]:
        live = self.real_page_record.specific
        content = actions.draft_of(live)
        for code in codes:
            lines = [
                line_of(type(live), one)
                for one in findings.of_page(live, content, code)
            ]
            yield Found(code, languages.name_of(code), lines, f"{code} {ANYWAY}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_free = not any(one.has_faults for one in self.found)
        codes = [one.code for one in self.found] if is_free else []
        return super().get_context_data(  # type: ignore[misc]
            found=self.found,
            all_anyway=" ".join([*codes, ANYWAY]) if len(codes) > 1 else "",
            **kwargs,
        )
