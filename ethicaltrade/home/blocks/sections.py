"""The sections of the front page: arranged once, worded in every language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.models import ArticleIndexPage
from ethicaltrade.bilingual.blocks import BilingualBlock, in_every_language
from ethicaltrade.bilingual.languages import active, value_in
from ethicaltrade.core.blocks import CheckedBlock
from ethicaltrade.home import statistics
from ethicaltrade.home.contents import FrontPageContents
from events.models import EventIndexPage

from .parts import (
    DocumentKeyBlock,
    NumberRowBlock,
    PageKeyBlock,
    PointBlock,
    VoiceBlock,
)

HEADING = 120  # characters
OWN_HEADING = {
    "label": _("Heading"),
    "required": False,
    "max_length": HEADING,
    "help_text": _("Leave empty to use the default text."),
}


def how_many(*numbers: str, default: str) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        label=_("How many"),
        choices=[(number, number) for number in numbers],
        default=default,
        search_index=False,
    )


class SectionBlock(CheckedBlock):
    """Its template is empty, headings included, when it has nothing to show."""

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        contents = context.get("contents")
        if contents is None:  # a preview of the block alone
            alone = SectionsBlock().to_python([(self.name, value)])
            contents = FrontPageContents(alone, context.get("request"))
        return {**context, **self.find(value, contents)}

    def get_preview_value(self) -> Any:
        return self.to_python(self.meta.preview_value)

    def find(self, value: Any, contents: FrontPageContents) -> dict[str, Any]:
        """What the template needs beside the editor's own words."""
        return {}


class NumberedValue(blocks.StructValue):
    @property
    def number(self) -> int:
        return int(self["number"])


class LeadStoryBlock(SectionBlock):
    article = PageKeyBlock(
        label=_("Article"),
        page_type="articles.ArticlePage",
        required=False,
        help_text=_(
            "If left empty, the newest article is shown. The newest is also shown in "
            "any language in which the chosen article is not published."
        ),
    )

    class Meta:
        icon = "pick"
        label = _("Lead story")
        description = _("One prominent article: the one you choose, or the newest")
        template = "pages/home/sections/lead_story.html"
        preview_value = {"article": None}

    def find(self, value, contents):
        return {"article": contents.lead_story}


class NewsBlock(SectionBlock):
    heading = BilingualBlock(**OWN_HEADING)
    number = how_many("3", "6", "9", default="6")

    class Meta:
        icon = "list-ul"
        label = _("Latest news")
        description = _("The newest articles, without the lead story")
        template = "pages/home/sections/news.html"
        value_class = NumberedValue
        preview_value = {"heading": {}, "number": "3"}

    def find(self, value, contents):
        articles = contents.latest_news(value.number)
        return {
            "articles": articles,
            "is_hidden": not articles and contents.lead_story is not None,
            "all_url": contents.url_of_list(ArticleIndexPage),
        }


class EventsBlock(SectionBlock):
    heading = BilingualBlock(**OWN_HEADING)
    number = how_many("3", "4", "6", default="3")

    class Meta:
        icon = "date"
        label = _("Upcoming events")
        description = _("The events coming up next")
        template = "pages/home/sections/events.html"
        value_class = NumberedValue
        preview_value = {"heading": {}, "number": "3"}

    def find(self, value, contents):
        return {
            "events": contents.next_events(value.number),
            "all_url": contents.url_of_list(EventIndexPage),
        }


class PromiseBlock(SectionBlock):
    heading = BilingualBlock(label=_("Heading"), max_length=HEADING)
    introduction = BilingualBlock(
        blocks.TextBlock, label=_("Introduction"), required=False, rows=2
    )
    points = blocks.ListBlock(
        PointBlock(), label=_("Points"), min_num=3, max_num=6, collapsed=True
    )
    page = PageKeyBlock(label=_("Page with more information"), required=False)
    label = BilingualBlock(
        label=_("Link text"),
        required=False,
        max_length=60,
        help_text=_("Describe where the link leads."),
    )

    class Meta:
        icon = "list-ol"
        label = _("The members’ promise")
        description = _("What members commit to, point by point")
        template = "pages/home/sections/promise.html"
        preview_value = {
            "heading": in_every_language("Det medlemmene forplikter seg til"),
            "points": [
                {"title": in_every_language(title)}
                for title in ("Forankre", "Undersøke", "Fortelle")
            ],
        }

    def find_errors(self, value):
        label = value["label"]
        if value["page"] and self.child_blocks["label"].missing_in(label):
            yield "label", _("Write the link text in each language.")
        if not value["page"] and any(label.values()):
            yield "page", _("Choose the page that the link leads to.")

    def find(self, value, contents):
        """The points that are written in the language."""
        return {
            "points": [point for point in value["points"] if point["title"]],
            "url": contents.url_of(value["page"]),
        }


class ResourcesBlock(SectionBlock):
    heading = BilingualBlock(label=_("Heading"), max_length=HEADING)
    resources = blocks.StreamBlock(
        [
            ("document", DocumentKeyBlock(label=_("Document"))),
            ("page", PageKeyBlock(label=_("Page"), icon="doc-empty-inverse")),
        ],
        label=_("Resources"),
        min_num=1,
        max_num=8,
    )

    class Meta:
        icon = "folder-open-1"
        label = _("Selected resources")
        description = _("Documents and pages that you recommend")
        template = "pages/home/sections/resources.html"
        preview_value = {"heading": in_every_language("Nyttig å ha"), "resources": []}

    def find(self, value, contents):
        found = []
        for resource in value["resources"]:
            if resource.block_type == "document":
                if document := contents.documents.get(resource.value):
                    found.append({"document": document})
            elif url := contents.url_of(resource.value):
                page = contents.pages[resource.value]
                text = value_in(page, "search_description", active())
                found.append({"page": page, "url": url, "text": text})
        return {"resources": found}


class VoicesBlock(SectionBlock):
    voices = blocks.ListBlock(VoiceBlock(), label=_("Voices"), min_num=1, max_num=3)

    class Meta:
        icon = "openquote"
        label = _("Voices")
        description = _("One to three quotations, shown together")
        template = "pages/home/sections/voices.html"
        preview_value = {
            "voices": [
                {
                    "quote": in_every_language("Vi spør, og vi følger opp."),
                    "name": "Kari Demo",
                    "organisation": "Fjordvik Demo kommune",
                }
            ]
        }

    def find(self, value, contents):
        """The quotations that are written in the language."""
        return {
            "voices": [
                {
                    "voice": voice,
                    "picture": voice["picture"]
                    and contents.pictures.get(voice["picture"]),
                    "article": voice["article"]
                    and contents.pages.get(voice["article"]),
                    "url": voice["article"] and contents.url_of(voice["article"]),
                }
                for voice in value["voices"]
                if voice["quote"]
            ]
        }


class NumbersBlock(SectionBlock):
    heading = BilingualBlock(label=_("Heading"), required=False, max_length=HEADING)
    rows = blocks.ListBlock(NumberRowBlock(), label=_("Numbers"), min_num=1, max_num=4)

    class Meta:
        icon = "order"
        label = _("Numbers")
        description = _("Members, reports and the like, always up to date")
        template = "pages/home/sections/numbers.html"
        preview_value = {
            "heading": {},
            "rows": [{"what": "articles"}, {"what": "members"}],
        }

    def find(self, value, contents):
        found = []
        for row in value["rows"]:
            if number := contents.statistics.get(row["what"]):
                own = row["label"].text
                label = own or statistics.STATISTICS[row["what"]].label(number)
                found.append({"number": number, "label": label})
        return {"numbers": found}


class CallToActionSectionBlock(SectionBlock):
    heading = BilingualBlock(label=_("Heading"), max_length=HEADING)
    text = BilingualBlock(blocks.TextBlock, label=_("Text"), required=False, rows=2)
    label = BilingualBlock(
        label=_("Link text"),
        max_length=60,
        help_text=_("Describe where the link leads."),
    )
    page = PageKeyBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(
        label=_("Or an external address"), required=False, search_index=False
    )

    class Meta:
        icon = "arrow-right-full"
        label = _("Call to action")
        description = _("What the reader can do next")
        template = "pages/home/sections/call_to_action.html"
        preview_value = {
            "heading": in_every_language("Bli medlem"),
            "text": in_every_language("Få råd, verktøy og et fellesskap."),
            "label": in_every_language("Søk om medlemskap"),
            "url": "https://example.org",
        }

    def find_errors(self, value):
        if bool(value["page"]) == bool(value["url"]):
            yield "page", _("Choose either a page or an address.")

    def find(self, value, contents):
        return {"url": value["url"] or contents.url_of(value["page"])}


class SectionsBlock(blocks.StreamBlock):
    """Every section the front page can have; the names are stored with the page."""

    lead_story = LeadStoryBlock()
    news = NewsBlock()
    events = EventsBlock()
    promise = PromiseBlock()
    voices = VoicesBlock()
    numbers = NumbersBlock()
    resources = ResourcesBlock()
    call_to_action = CallToActionSectionBlock()

    class Meta:
        block_counts = {
            "lead_story": {"max_num": 1},
            "news": {"max_num": 1},
            "events": {"max_num": 1},
        }
        collapsed = True
