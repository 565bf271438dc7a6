"""The editor's form of a resource and of a chapter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from ethicaltrade.bilingual.forms import BilingualPageForm
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.media.models import CustomDocument

from . import access


class SafeDocumentsForm(BilingualPageForm):
    """Refuses to publish with open documents; closes them when asked to."""

    close_documents = forms.BooleanField(
        label=gettext_lazy("Restrict the documents to members"),
        help_text=gettext_lazy(
            "Moves the page’s open documents to the members’ collection. After that, "
            "only members can open them, on other pages as well."
        ),
        required=False,
    )

    def page_is_closed(self) -> bool:
        if self.instance._state.adding:
            return access.is_closed(self.parent_page)
        return access.is_closed(self.instance)

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if not is_valid or getattr(self, "_is_checked", False):
            return is_valid
        self._is_checked = True
        self._open = {each.pk: each for each in self._find_open()}
        if self.cleaned_data.get("close_documents"):
            self._check_rights()
        elif not self.is_deferred_validation:
            self._refuse_open()
        return super().is_valid()

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("close_documents"):
            access.close_documents(self._open.values())
        return super().save(commit)

    def _rows(self) -> list[Any]:
        formset = self.formsets.get("documents")
        if formset is None:
            return []
        return [
            row
            for row in formset.forms
            if row not in formset.deleted_forms and row.cleaned_data.get("document")
        ]

    def _keys_of(self, name: str) -> set[int]:
        """Primary keys of the documents in a text that was sent."""
        page = self._meta.model(**{name: self.cleaned_data.get(name)})
        return access.document_keys(page)

    def _find_open(self) -> list[Any]:
        keys = {row.cleaned_data["document"].pk for row in self._rows()}
        for name in self._texts():
            keys |= self._keys_of(name)
        return access.open_documents(keys) if keys and self.page_is_closed() else []

    def _texts(self) -> list[str]:
        return [name for name in localized_names("body") if name in self.fields]

    def _refuse_open(self) -> None:
        for row in self._rows():
            if document := self._open.get(row.cleaned_data["document"].pk):
                row.add_error("document", access.message_about(document))
        for name in self._texts():
            for key in self._keys_of(name) & set(self._open):
                self.add_error(name, access.message_about(self._open[key]))

    def _check_rights(self) -> None:
        if self.for_user is None:
            return
        policy = policy_registry.get_by_type(CustomDocument)
        for document in self._open.values():
            if not policy.user_has_permission_for_instance(
                self.for_user, "change", document
            ):
                self.add_error(
                    "close_documents",
                    _("You do not have permission to move “%(title)s”.")
                    % {"title": document.title},
                )


class ResourcePageForm(SafeDocumentsForm):
    def page_is_closed(self) -> bool:
        return self.instance._state.adding or super().page_is_closed()


class ChapterPageForm(SafeDocumentsForm):
    """The form of a chapter, which is as closed as its guide."""
