from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.documents.apps import WagtailDocsAppConfig
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


class CMSDocumentsConfig(WagtailDocsAppConfig):
    """Wagtail's own; what is closed is offered to those whom it is not closed to."""

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from .models import CustomDocument
        from .policy import DocumentPolicy

        super().ready()
        policy = DocumentPolicy(
            CustomDocument,
            auth_model="wagtaildocs.Document",
            owner_field_name="uploaded_by_user",
        )
        register_permission_policy(CustomDocument, policy)
