import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("membership", "0001_initial"),
        ("users", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportCollection",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("waiting", "Reports for approval"),
                            ("published", "Published reports"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection of reports",
                "verbose_name_plural": "collections of reports",
                "db_table": "membership_shelf",
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("presentation", "Presentation"),
                            ("report", "Report"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
                    ),
                ),
                (
                    "presentation",
                    models.TextField(blank=True, verbose_name="presentation"),
                ),
                (
                    "presentation_nb",
                    models.TextField(
                        blank=True, null=True, verbose_name="presentation"
                    ),
                ),
                (
                    "presentation_en",
                    models.TextField(
                        blank=True, null=True, verbose_name="presentation"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="location"
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, verbose_name="note to the member"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposal",
                        to="membership.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "db_table": "membership_proposal",
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["state", "made_at"], name="membership_proposal_state"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "presentation"), ("state", "waiting")
                        ),
                        fields=("member",),
                        name="membership_one_waiting_presentation",
                    )
                ],
            },
        ),
    ]
