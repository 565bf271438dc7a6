"""The sections of the page about membership: arranged once, worded in each language."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ethicaltrade.bilingual.blocks import (
    BilingualBlock,
    RichTextBlock,
    in_every_language,
)
from ethicaltrade.core.blocks.body import SHORT_TEXT
from ethicaltrade.core.blocks.rich_text import check_rich_text

HEADING = 120  # characters


class PointBlock(blocks.StructBlock):
    title = BilingualBlock(label=_("Title"), max_length=80)
    text = BilingualBlock(
        blocks.TextBlock, label=_("Text"), required=False, rows=3, max_length=500
    )

    class Meta:
        icon = "check"
        label = _("Point")


class PointsBlock(blocks.StructBlock):
    heading = BilingualBlock(label=_("Heading"), max_length=HEADING)
    introduction = BilingualBlock(
        blocks.TextBlock, label=_("Introduction"), required=False, rows=2
    )
    points = blocks.ListBlock(
        PointBlock(), label=_("Points"), min_num=2, max_num=9, collapsed=True
    )

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        return {**context, "points": [p for p in value["points"] if p["title"]]}


class ReasonsBlock(PointsBlock):
    class Meta:
        icon = "pick"
        label = _("Why join")
        description = _("What members get, point by point")
        template = "pages/membership/sections/reasons.html"
        preview_value = {
            "heading": in_every_language("Dette får dere"),
            "points": [
                {"title": in_every_language(title)}
                for title in ("En fast rådgiver", "Verktøy", "Kolleger")
            ],
        }


class ObligationsBlock(PointsBlock):
    class Meta:
        icon = "list-ol"
        label = _("Obligations")
        description = _("What members undertake to do, numbered")
        template = "pages/membership/sections/obligations.html"
        preview_value = {
            "heading": in_every_language("Dette forplikter dere dere til"),
            "points": [
                {"title": in_every_language(title)}
                for title in ("Forankre", "Undersøke", "Fortelle")
            ],
        }


class PriceBlock(blocks.StructBlock):
    heading = BilingualBlock(label=_("Heading"), max_length=HEADING)
    introduction = BilingualBlock(
        blocks.TextBlock, label=_("Introduction"), required=False, rows=3
    )

    class Meta:
        icon = "decimal"
        label = _("Price")
        description = _("The calculator, which uses the fee table of the year")
        template = "pages/membership/sections/price.html"
        preview_value = {"heading": in_every_language("Hva det koster")}


class QuestionBlock(blocks.StructBlock):
    question = BilingualBlock(label=_("Question"), max_length=160)
    answer = BilingualBlock(
        RichTextBlock,
        label=_("Answer"),
        features=SHORT_TEXT,
        validators=[check_rich_text],
    )

    class Meta:
        icon = "help"
        label = _("Question")


class QuestionsBlock(blocks.StructBlock):
    heading = BilingualBlock(label=_("Heading"), max_length=HEADING)
    questions = blocks.ListBlock(
        QuestionBlock(), label=_("Questions"), min_num=1, collapsed=True
    )

    class Meta:
        icon = "help"
        label = _("Frequently asked questions")
        description = _("Questions that open to show their answers")
        template = "pages/membership/sections/questions.html"
        preview_value = {
            "heading": in_every_language("Ofte stilte spørsmål"),
            "questions": [
                {
                    "question": in_every_language("Hvem kan bli medlem?"),
                    "answer": in_every_language("<p>Virksomheter av alle slag.</p>"),
                }
            ],
        }

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        return {**context, "questions": list(answered(value["questions"]))}


class MembershipSectionsBlock(blocks.StreamBlock):
    """Every section the page can have, each once; the names are stored."""

    reasons = ReasonsBlock()
    obligations = ObligationsBlock()
    price = PriceBlock()
    questions = QuestionsBlock()

    class Meta:
        block_counts = {
            name: {"max_num": 1}
            for name in ("reasons", "obligations", "price", "questions")
        }
        collapsed = True


def answered(questions: Any) -> Iterator[Any]:
    """Those that are asked and answered in the active language."""
    for question in questions:
        if question["question"] and question["answer"]:
            yield question


def questions_data(sections: Any) -> dict[str, Any]:
    """Schema.org's https://schema.org/FAQPage; empty without questions."""
    rows = [
        {
            "@type": "Question",
            "name": row["question"].text,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": " ".join(strip_tags(row["answer"].text.source).split()),
            },
        }
        for section in sections
        if section.block_type == "questions"
        for row in answered(section.value["questions"])
    ]
    if not rows:
        return {}
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": rows,
    }
