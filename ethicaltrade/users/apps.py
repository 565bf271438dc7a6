from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "ethicaltrade.users"
    label = "users"
    verbose_name = _("User accounts")

    def ready(self):
        from allauth.account.signals import email_changed
        from django.db.models.signals import post_save

        from .accounts import remember_address, sync_email_address

        user = self.get_model("User")
        post_save.connect(sync_email_address, user, dispatch_uid="account-in-step")
        email_changed.connect(remember_address, dispatch_uid="earlier-address")
