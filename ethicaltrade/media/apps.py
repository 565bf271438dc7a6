from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.images.apps import WagtailImagesAppConfig


class MediaConfig(AppConfig):
    default = True
    name = "ethicaltrade.media"
    label = "media"
    verbose_name = _("Pictures and documents")


class CMSImagesConfig(WagtailImagesAppConfig):
    """Wagtail's own; a picture is chosen by a widget of ours."""

    def ready(self) -> None:
        from django.db.models import ForeignKey
        from wagtail.admin.forms.models import register_form_field_override

        from .models import CustomImage
        from .widgets import PictureChooser

        super().ready()
        register_form_field_override(
            ForeignKey, to=CustomImage, override={"widget": PictureChooser}
        )
