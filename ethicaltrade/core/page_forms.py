"""The form of a page whose sections are arranged once for every language."""

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.forms import BilingualPageForm
from ethicaltrade.bilingual.languages import localized

from .blocks.bilingual import required_in


class SectionsPageForm(BilingualPageForm):
    """Asks for the sections' words in the languages that are switched on."""

    def full_clean(self) -> None:
        """Validate, the sections by the languages that the page is published in."""
        with required_in(self._switched_on()):
            super().full_clean()

    def _switched_on(self) -> list[str]:
        return [
            code
            for code in languages.codes()
            if (name := localized("published", code)) in self.fields and self[name].data
        ]
