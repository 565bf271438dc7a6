from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "ethicaltrade.users"
    label = "users"
    verbose_name = _("People who log in")

    def ready(self):
        """Keep addresses in step."""
        from django.db.models.signals import post_save

        from .accounts import keep_in_step

        user = self.get_model("User")
        post_save.connect(keep_in_step, user, dispatch_uid="account-in-step")
