"""A Word document becomes a draft of a page, in one language: all of it, or nothing."""

import secrets
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from ethicaltrade.bilingual.languages import in_language, localized
from ethicaltrade.core.blocks import BodyBlock

from .blocks import Ways, to_blocks
from .elements import (
    HEADING,
    ITEM,
    NOTE,
    PARAGRAPH,
    SUBTITLE,
    TITLE,
    Element,
    Picture,
    Run,
    Text,
    one_line,
)
from .links import Links
from .notices import Notices
from .rich_text import Field, spoken_in
from .word import DECORATIVE, Document, read_document

ACTION = "writing.word"  # in a page's history
LONGEST_TITLE = 255  # characters
LONGEST_LEAD = 600  # characters; more is no lead
LONGEST_ALT = 255  # characters
MOST_PICTURES = 50
EXTENSIONS = {".jpe": ".jpg", ".jfif": ".jpg"}


def import_word(
    file: Any,
    make_page: Callable[[], Any],
    parent: Any,
    code: str,
    request: HttpRequest,
) -> tuple[Any, Notices]:
    """The new draft below the parent, and what could not be kept.

    Raise ValidationError for a document that cannot be read: then nothing is stored.
    """
    notices = Notices()
    document = read_document(file, notices)
    elements = document.elements
    title, elements = take_title(elements)
    lead, elements = take_lead(elements, notices)
    if not title:
        notices.add("no_title", int(not document.title))
        title = document.title or PurePosixPath(file.name).stem
    _say_language(elements, code, notices)
    title = Truncator(title).chars(LONGEST_TITLE)
    pictures = Pictures(document, title, code, request.user, notices)
    try:
        with transaction.atomic():
            field = _field_of_body(code)
            ways = Ways(Links(request).find, pictures.put)
            elements = with_heading_of_notes(elements, code)
            blocks = to_blocks(elements, field, ways, notices, is_whole=True)
            page = make_page()
            page.owner, page.live, page.source_language = request.user, False, code
            setattr(page, localized("title", code), title)
            setattr(page, localized("lead", code), lead)
            body = BodyBlock().to_python(list(blocks))
            setattr(page, localized("body", code), body)
            parent.add_child(instance=page)
            page.save_revision(user=request.user, log_action=True, clean=False)
            log(page, ACTION, user=request.user, data={"notices": notices.stored()})
    except BaseException:
        pictures.remove()
        raise
    return page, notices


def _field_of_body(code: str) -> Field:
    blocks = BodyBlock().child_blocks
    features = frozenset(blocks["text"].field.widget.features)
    return Field(features, frozenset(blocks), code)


# The parts of an article


def take_title(elements: list[Element]) -> tuple[str, list[Element]]:
    """Of the style for titles; else a heading that is first, or alone on its level."""
    headings = [each for each in elements if _is(each, TITLE, HEADING)]
    titles = [each for each in headings if _is(each, TITLE)]
    if not headings:
        return "", elements
    chosen = (titles or headings)[0]
    levels = [each.level for each in headings]  # type: ignore[union-attr]
    is_alone = levels.count(levels[0]) == 1 and levels[0] == min(levels)
    if not titles and chosen is not elements[0] and not is_alone:
        return "", elements
    title = one_line(chosen.runs)  # type: ignore[union-attr]
    if len(title) > LONGEST_TITLE:
        return title, elements
    return title, [each for each in elements if each is not chosen]


def take_lead(elements: list[Element], notices: Notices) -> tuple[str, list[Element]]:
    """Of the style for subtitles; else the first paragraph, before anything else."""
    leads = [each for each in elements if _is(each, SUBTITLE)]
    first = next((each for each in elements if isinstance(each, Text)), None)
    chosen = leads[0] if leads else first
    if not isinstance(chosen, Text) or not (leads or chosen.kind == PARAGRAPH):
        return "", elements
    lead = one_line(chosen.runs)
    if len(lead) > LONGEST_LEAD:
        notices.add("lead")
        return "", elements
    links = {run.marks.href for run in chosen.runs} - {""}
    notices.add("lead_links", len(links))
    return lead, [each for each in elements if each is not chosen]


def with_heading_of_notes(elements: list[Element], code: str) -> list[Element]:
    """Footnotes stand last, below a heading in the language of the text."""
    notes = [each for each in elements if _is(each, NOTE)]
    if not notes:
        return elements
    levels = [each.level for each in elements if _is(each, HEADING)]  # type: ignore[union-attr]
    with in_language(code):
        heading = Text(HEADING, (Run(_("Notes")),), min(levels, default=1))
    rest = [each for each in elements if not _is(each, NOTE)]
    items = [each._replace(kind=ITEM, is_ordered=True) for each in notes]  # type: ignore[union-attr]
    return [*rest, heading, *items]


def _is(element: Element, *kinds: str) -> bool:
    return isinstance(element, Text) and element.kind in kinds


def _say_language(elements: list[Element], code: str, notices: Notices) -> None:
    spoken = spoken_in(each for each in elements if isinstance(each, Text))
    if spoken and spoken != code:
        notices.add("other_language", 1, spoken)


# Pictures


class Pictures:
    """Puts those of a document in the site's own, as the CMS does with an upload.

    A picture's address tells its file's name, and opens for whoever knows it: so it is
    one that nobody guesses while the page is a draft.
    """

    def __init__(
        self, document: Document, title: str, code: str, user: Any, notices: Notices
    ) -> None:
        self._archive, self._title, self._code = document.archive, title, code
        self._user, self._notices = user, notices
        self._known: dict[str, int | None] = {}
        self._made: list[Any] = []
        policy = policy_registry.get_by_type(get_image_model())
        self._collection = policy.collections_user_has_permission_for(
            user, "add"
        ).first()

    def put(self, picture: Picture) -> int | None:
        """Its number; None for one that cannot be kept."""
        if picture.source not in self._known:
            self._known[picture.source] = self._add(picture)
        return self._known[picture.source]

    def _add(self, picture: Picture) -> int | None:
        if self._collection is None:
            self._notices.add("no_pictures")
            return None
        if len(self._made) >= MOST_PICTURES:
            self._notices.add("many_pictures")
            return None
        content = self._archive.picture(picture.source) if picture.source else None
        if content is None:
            self._notices.add("lost_pictures")
            return None
        is_decorative = picture.alt == DECORATIVE
        alt = "" if is_decorative else picture.alt
        self._notices.add("no_alt", int(not alt and not is_decorative))
        self._notices.add("cut_alt", int(len(alt) > LONGEST_ALT))
        ending = PurePosixPath(picture.source).suffix.lower()
        name = f"{secrets.token_hex(12)}{EXTENSIONS.get(ending, ending)}"
        number = len(self._made) + 1
        words = {
            "title": Truncator(f"{self._title} ({number})").chars(255),
            localized("alt_text", self._code): Truncator(alt).chars(LONGEST_ALT),
            "collection": self._collection.pk,
            "tags": "",
        }
        if is_decorative:
            words["is_decorative"] = "on"
        model = get_image_model()
        form = get_image_form(model)(
            words,
            {"file": SimpleUploadedFile(name, content)},
            instance=model(uploaded_by_user=self._user),
            user=self._user,
        )
        if not form.is_valid():
            errors = [error for each in form.errors.values() for error in each]
            told = f"{PurePosixPath(picture.source).name}: {errors[0]}"
            self._notices.add("refused", 1, told)
            return None
        image = form.save()
        self._made.append(image)
        return image.pk

    def remove(self) -> None:
        """The files: their rows are rolled back."""
        for image in self._made:
            image.file.storage.delete(image.file.name)
