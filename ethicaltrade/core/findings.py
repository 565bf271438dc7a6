"""What to look at in a page's pictures before a language is published."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from ethicaltrade.bilingual.languages import name_of
from ethicaltrade.bilingual.readings import Finding, Reading, register

SMALLEST = 800  # pixels wide; narrower ones are blurred where they fill a column


@register
def pictures(reading: Reading) -> Iterator[Finding]:
    """Without words for those who cannot see them, without credit, or too small."""
    model = get_image_model()
    for leaf in reading.leaves:
        if leaf.model is not model:
            continue
        picture = reading.chosen.get(model, {}).get(str(leaf.value))
        if picture is None:
            continue
        form = reverse("wagtailimages:edit", args=[picture.pk])
        named = {"title": picture.title, "language": name_of(reading.language)}
        if picture.lacks_words_in(reading.language):
            said = _("The picture “%(title)s” has no alternative text in %(language)s.")
            yield reading.finding("alt", said % named, leaf, picture.pk, form)
        if not picture.credit:
            said = _("The picture “%(title)s” has no credit.")
            yield reading.finding("credit", said % named, leaf, picture.pk, form)
        if picture.width < SMALLEST:
            said = _("The picture “%(title)s” is only %(width)s pixels wide.")
            size = named | {"width": picture.width}
            yield reading.finding("small", said % size, leaf, picture.pk)
