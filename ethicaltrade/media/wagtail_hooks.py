from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail import hooks
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from .models import CustomDocument

AFTER_WAGTAIL = 100


class PrivateDocumentLinkHandler(DocumentLinkHandler):
    """Links to a document that not everyone may open by its number alone.

    A file's name can tell as much as the file: it is told at the gate.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        documents = cls.get_many(attrs_list)
        numbers = [document.pk for document in documents if document]
        chosen = CustomDocument.objects.filter(pk__in=numbers)
        public = set(chosen.visible_to(AnonymousUser()).values_list("pk", flat=True))
        return [cls._opening_tag(document, public) for document in documents]

    @staticmethod
    def _opening_tag(document: Any, public: set[int]) -> str:
        if document is None:
            return mark_safe("<a>")  # a constant: the words stay, the link goes
        url = document.url
        if document.pk not in public:
            url = reverse("wagtaildocs_serve", args=[document.pk, ""])
        return format_html('<a href="{}">', url)


@hooks.register("register_rich_text_features", order=AFTER_WAGTAIL)
def register_private_document_links(features: FeatureRegistry) -> None:
    features.register_link_type(PrivateDocumentLinkHandler)
