"""The editor's form of a resource and of a chapter, from top to bottom."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    Panel,
)

from ethicaltrade.bilingual.forms import in_languages
from ethicaltrade.bilingual.row_forms import RowsPanel

from . import access


class AccessPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "admin/membership/resources/access_panel.html"

        @cached_property
        def is_closed(self) -> bool:
            """A new resource will be."""
            return self.instance._state.adding or access.is_closed(self.instance)

        @cached_property
        def open_documents(self) -> list[Any]:
            if self.instance._state.adding or not self.is_closed:
                return []
            return access.open_documents(access.document_keys(self.instance))

        @cached_property
        def hidden_documents(self) -> list[Any]:
            if self.is_closed:
                return []
            return access.hidden_documents_of(self.instance)


def resource_panels(written: list[Any]) -> list[Any]:
    """``written`` are those of every written page."""
    titles, lead, body = written
    return [
        titles,
        AccessPanel(heading=_("Who can read it")),
        FieldPanel("shows_teaser"),
        lead,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("steps"), FieldPanel("topics")],
            heading=_("What it is"),
        ),
        body,
        MultiFieldPanel(
            [
                RowsPanel("documents", label=_("Document")),
                FieldPanel("close_documents"),
            ],
            heading=_("Documents"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["recording_url", "recording_language"])],
            heading=_("Video"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_person"), in_languages("updated")],
            heading=_("Who and when"),
        ),
    ]


def chapter_panels(written: list[Any]) -> list[Any]:
    titles, lead, body = written
    return [
        titles,
        AccessPanel(heading=_("Who can read it")),
        lead,
        body,
        FieldPanel("close_documents"),
    ]
