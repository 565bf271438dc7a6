"""What follows when somebody opens or closes a resource, or a document."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from ethicaltrade.media.models import CustomDocument

from . import closing, indexing

post_save.connect(closing.keep_the_latest, sender=PageViewRestriction)
for signal in (post_save, post_delete):
    signal.connect(indexing.after_page_privacy, sender=PageViewRestriction)
    signal.connect(indexing.after_collection_privacy, sender=CollectionViewRestriction)
post_save.connect(indexing.after_document, sender=CustomDocument)
