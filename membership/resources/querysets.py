"""Which resources, in the words of those who look for them."""

from typing import Any

from django.db.models import Prefetch, Q
from django.db.models.functions import Left, Length
from django.utils import timezone

from ethicaltrade.basepage.models import BasePageQuerySet
from ethicaltrade.bilingual.languages import active, localized
from ethicaltrade.core.models import Topic
from ethicaltrade.media.models import CustomDocument

from .choices import Step, joined


class ResourceQuerySet(BasePageQuerySet):
    def teasers(self, user: Any):
        """Closed to the user, who may read title and lead because an editor said so."""
        visible = self.model.objects.visible_to(user)
        return self.filter(shows_teaser=True).exclude(pk__in=visible.values("pk"))

    def published_after(self, moment: Any):
        """First published in the active language after then, and by now."""
        column = localized("first_published", active())
        return self.filter(
            **{f"{column}__gt": moment, f"{column}__lte": timezone.now()}
        )

    def about(self, topic: Topic):
        return self.filter(topics=topic)

    def for_step(self, step: str):
        return self.filter(steps__contains=joined([Step(step)]))

    def in_material_language(self, language: str, user: Any):
        """Of film or the user's documents; where there is neither, of the text."""
        listed = self.model.documents.rel.related_model.objects.all()
        used = CustomDocument.objects.filter(pk__in=listed.values("document"))
        # Asked first: within the other rules it is too deep for SQLite's parser.
        readable = list(used.visible_to(user).values_list("pk", flat=True))
        documents = listed.filter(document__in=readable)
        has_any = Q(pk__in=documents.values("page"))
        has_such = Q(
            pk__in=documents.filter(document__language=language).values("page")
        )
        has_film = ~Q(recording_url="")
        wanted = has_such | (has_film & Q(recording_language=language))
        if language == active():
            wanted |= ~has_any & ~has_film
        return self.filter(wanted)

    def with_teaser_words(self, words: list[str]):
        """Every lemma is in title or lead: the search's index has closed words too."""
        column = localized("teaser_words", active())
        wanted = Q()
        for word in words:
            wanted &= Q(**{f"{column}__contains": f" {word} "})
        return self.filter(wanted)

    def with_cards(self, user: Any):
        """With topics, and the documents the user may open. Three queries in all."""
        listed = self.model.documents.rel.related_model.objects.all()
        readable = CustomDocument.objects.visible_to(user)
        documents = listed.select_related("document").filter(document__in=readable)
        return self.prefetch_related(
            "topics", Prefetch("documents", documents, to_attr="readable_documents")
        )


class ChapterQuerySet(BasePageQuerySet):
    def of_any(self, resources: Any):
        """Right below one of the resources."""
        return self.below(resources.order_by().values("path"))

    def below(self, paths: Any):
        """Right below one of the paths of the tree."""
        above = Left("path", Length("path") - self.model.steplen)
        return self.alias(guide_path=above).filter(guide_path__in=paths)

    def in_order(self):
        return self.order_by("path")
