from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CoreConfig(AppConfig):
    default = True
    name = "ethicaltrade.core"
    label = "core"
    verbose_name = _("Shared content")

    def ready(self):
        from ethicaltrade import typed_text

        from . import cms, findings, people  # noqa: F401  (its checks register)
        from .changes import follow_shared_content
        from .protection import protect_shared_content
        from .rich_text import mend_link_fields
        from .wagtail_words import mend_words

        pre_save.connect(typed_text.clean_before_save)
        protect_shared_content()
        follow_shared_content()
        mend_link_fields()
        mend_words()
        cms.start_choosers_without_scripts()
        cms.leave_no_heading_empty()
        people.keep_history_for_administrators()


class CMSUsersConfig(WagtailUsersAppConfig):
    user_viewset = "ethicaltrade.core.people.WatchedUserViewSet"
    group_viewset = "ethicaltrade.core.watched.WatchedGroupViewSet"
