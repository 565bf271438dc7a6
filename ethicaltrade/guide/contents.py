"""The pages of the guide for editors: Markdown files of ours, a folder a language.

The first line of a page is its heading. ``[words](other-page)`` leads to another page
of the guide. ``![words](name)`` is the picture ``static/guide/<language>/<name>.webp``,
which ``python -m tests.browser.guide_pictures`` takes.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

PAGES = Path(__file__).parent / "pages"

PARTS = (
    (
        _("Write and publish"),
        (
            *("first-article", "word", "pasting", "pictures", "files"),
            *("preview", "scheduling", "dates", "one-language-down", "saving", "undo"),
            *("comments", "many-pages", "languages-in-text", "characters"),
        ),
    ),
    (
        _("Two languages"),
        (
            *("two-languages", "copying", "outdated", "what-is-left"),
            *("review-and-translation", "translation-files"),
        ),
    ),
    (_("Events"), ("event", "series", "registrations", "at-the-door")),
    (
        _("Members"),
        (
            *("member", "members-people", "application", "proposals"),
            *("report", "resource", "fees"),
        ),
    ),
    (
        _("The website"),
        ("front-page", "menus", "closed", "privacy-page", "old-addresses"),
    ),
    (_("Your account"), ("logging-in", "roles")),
)
SLUGS = tuple(slug for _name, slugs in PARTS for slug in slugs)


class GuidePage(NamedTuple):
    slug: str
    language: str  # what it is written in
    title: str
    source: str  # Markdown, without the heading

    def html(self) -> SafeString:
        # Files of ours; what is HTML in them is shown as text all the same.
        env = {"language": self.language}
        return mark_safe(markdown().render(self.source, env))  # noqa: S308  # nosec


def page(slug: str) -> GuidePage:
    """In the language of whoever reads it, or the first that it is written in."""
    codes = (get_language() or "", *(code for code, _name in settings.LANGUAGES))
    code = next(code for code in codes if (PAGES / code / f"{slug}.md").exists())
    heading, _end, rest = (PAGES / code / f"{slug}.md").read_text().partition("\n")
    return GuidePage(slug, code, heading.removeprefix("# "), rest)


def parts() -> Iterator[tuple[str, list[GuidePage]]]:
    for name, slugs in PARTS:
        yield name, [page(slug) for slug in slugs]


@cache
def markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.add_render_rule("image", show_picture)
    reader.add_render_rule("link_open", lead_on)
    return reader


def show_picture(
    self: RendererHTML, tokens: Sequence[Token], at: int, options, env
) -> str:
    picture = tokens[at]
    picture.attrs["src"] = static(
        f"guide/{env['language']}/{picture.attrs['src']}.webp"
    )
    return self.image(tokens, at, options, env)


def lead_on(self: RendererHTML, tokens: Sequence[Token], at: int, options, env) -> str:
    link = tokens[at]
    if link.attrs["href"] in SLUGS:
        link.attrs["href"] = f"../{link.attrs['href']}/"
    return self.renderToken(tokens, at, options, env)
