from typing import Any

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .uploads import check_image


class CheckedImageField(WagtailImageField):
    """Judges a picture before Wagtail's own field, which unpacks it to measure it."""

    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values:
            check_image(data)
        return super().to_python(data)


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("file")) and type(field) is WagtailImageField:
            # Wagtail makes the field; a form that is changed has none.
            self.fields["file"] = CheckedImageField(
                label=field.label, required=field.required, widget=field.widget
            )
