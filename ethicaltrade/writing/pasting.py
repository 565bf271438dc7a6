"""What is pasted in the CMS's rich text comes out clean, and says what was left out.

``static/js/admin/pasting.js`` sends it here, and puts in what is answered. So there is
one way from HTML to blocks, the one that Word's files take.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.staticfiles import versioned_static

from ethicaltrade.bilingual import languages
from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.core.blocks.body import RICH_TEXT
from ethicaltrade.core.rich_text import RichTextArea
from ethicaltrade.privacy.cache_control import private

from .blocks import Block, Ways, blocks_of
from .links import Links
from .notices import Notices
from .reading import LONGEST, UnreadableError
from .rich_text import Field

WORDS = {
    "silent": _(
        "The site did not respond, and the text was pasted as plain text. Undo, and "
        "try again."
    ),
    "unreadable": _("The text could not be read. It was pasted as plain text."),
    "undo": _("Undo"),
    "undone": _("Undone."),
    "close": _("Close"),
    "title": _("Pasted. Not everything could be kept as it was:"),
}


class PastingRichTextArea(RichTextArea):
    """The site's rich text, which is told what may be pasted into it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plugin = {
            "type": "pasting",
            "features": self.features,
            "url": reverse_lazy("writing_pasted"),
            "words": WORDS,
        }
        self.options.setdefault("plugins", []).append(plugin)

    @cached_property
    def media(self) -> forms.Media:
        """The editors are started by Wagtail's script, once ours is there."""
        scripts = [
            versioned_static("wagtailadmin/js/draftail.js"),
            "js/admin/pasting.js",
        ]
        style = {"all": ["css/admin/pasting.css"]}
        return super().media + forms.Media(js=scripts, css=style)


class PastedForm(forms.Form):
    """``features`` are the field's; ``blocks``: whether others stand beside it."""

    html = forms.CharField(max_length=LONGEST, strip=False)
    features = forms.JSONField()
    language = forms.ChoiceField(choices=languages.choices, required=False)
    blocks = forms.BooleanField(required=False)

    def clean_features(self) -> frozenset[str]:
        features = self.cleaned_data["features"]
        if not isinstance(features, list):
            raise ValidationError("")
        return frozenset(each for each in RICH_TEXT if each in features)

    def field(self) -> Field:
        has_blocks = self.cleaned_data["blocks"]
        return Field(
            self.cleaned_data["features"],
            frozenset(BodyBlock().child_blocks) if has_blocks else frozenset(),
            self.cleaned_data["language"],
        )


@require_POST
def pasted(request: HttpRequest) -> HttpResponse:
    """Its parts, as the form puts them in, and what was left out; 400 for no text."""
    form, notices = PastedForm(request.POST), Notices()
    if not form.is_valid():
        return _answer({"errors": form.errors}, 400)
    field, ways = form.field(), Ways(Links(request).find)
    try:
        blocks = blocks_of(form.cleaned_data["html"], field, ways, notices)
    except UnreadableError:
        return _answer({"errors": {"html": []}}, 400)
    area = RichTextArea(features=list(field.features))
    parts = [_part(block, area) for block in blocks]
    return _answer({"parts": parts, "notices": notices.sentences()})


def _part(block: Block, area: RichTextArea) -> Block:
    """With its value as the form begins with it."""
    kind, value = block["type"], block["value"]
    if kind == "text":
        return {"type": kind, "value": area.format_value(value)}
    child = BodyBlock().child_blocks[kind]
    return {"type": kind, "value": child.get_form_state(child.to_python(value))}


def _answer(data: dict[str, Any], status: int = 200) -> HttpResponse:
    return private(JsonResponse(data, status=status))
