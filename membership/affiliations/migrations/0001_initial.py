import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.bilingual.languages
import ethicaltrade.core.tokens
import ethicaltrade.dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("membership", "0001_initial"),
        ("users", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("main", "Main contact"), ("colleague", "Colleague")],
                        default="colleague",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        default=ethicaltrade.dates.today, verbose_name="since"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default=ethicaltrade.bilingual.languages.default,
                        max_length=12,
                        verbose_name="language of e-mails",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliations",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliation",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "affiliation",
                "verbose_name_plural": "affiliations",
                "db_table": "membership_affiliation",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("role", "main")),
                        fields=("member",),
                        name="membership_one_main_contact",
                        violation_error_message="The member already has a main contact.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "name",
                    models.CharField(blank=True, max_length=120, verbose_name="name"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("main", "Main contact"), ("colleague", "Colleague")],
                        default="colleague",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "secret",
                    models.CharField(
                        db_column="key_hash",
                        default=ethicaltrade.core.tokens.new_secret,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="invited"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                (
                    "accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="accepted"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="withdrawn"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "db_table": "membership_invitation",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("member"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(
                            ("accepted_at", None), ("withdrawn_at", None)
                        ),
                        name="membership_one_open_invitation",
                        violation_error_message="This address has already been invited.",
                    )
                ],
            },
        ),
    ]
