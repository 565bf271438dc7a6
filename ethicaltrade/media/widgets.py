"""A picture that is chosen tells in which languages it has no alternative text."""

from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.widgets import AdminImageChooser, ImageChooserAdapter


def without_alternative_text(picture: Any) -> list[str]:
    """Names of languages, in the active one; none for a picture that only decorates."""
    return [
        str(name) for code, name in settings.LANGUAGES if picture.lacks_words_in(code)
    ]


class PictureChooser(AdminImageChooser):
    """Wagtail's, with a mark behind the picture's title."""

    def get_display_title(self, instance: Any) -> str:
        title = str(super().get_display_title(instance))
        if lacking := without_alternative_text(instance):
            return _("%(title)s – lacks alternative text: %(languages)s") % {
                "title": title,
                "languages": ", ".join(lacking),
            }
        return title


register(ImageChooserAdapter(), PictureChooser)


class PictureBlock(ImageChooserBlock):
    @cached_property
    def widget(self) -> PictureChooser:
        return PictureChooser()
