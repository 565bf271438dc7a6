import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.core.blocks.body
import ethicaltrade.core.tokens
import membership.applications.models.application
import membership.members.orgnr


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "0003_finalize"),
        ("membership", "0001_initial"),
        ("users", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="The main point, in one or two sentences.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "principles",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What an applicant commits to. Each application keeps the wording that was accepted, so the text can be changed at any time.",
                        verbose_name="principles",
                    ),
                ),
                (
                    "principles_nb",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What an applicant commits to. Each application keeps the wording that was accepted, so the text can be changed at any time.",
                        null=True,
                        verbose_name="principles",
                    ),
                ),
                (
                    "principles_en",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What an applicant commits to. Each application keeps the wording that was accepted, so the text can be changed at any time.",
                        null=True,
                        verbose_name="principles",
                    ),
                ),
            ],
            options={
                "verbose_name": "application page",
                "verbose_name_plural": "application pages",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="PrinciplesVersion",
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
                ("text", models.TextField(verbose_name="text")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="first accepted"
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the principles",
                "verbose_name_plural": "versions of the principles",
                "db_table": "membership_principlesversion",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Application",
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
                    "reference",
                    models.CharField(
                        default=membership.applications.models.application.new_reference,
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        default=ethicaltrade.core.tokens.new_secret,
                        editable=False,
                        max_length=40,
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        default=ethicaltrade.core.tokens.new_secret,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("typed", models.JSONField(default=dict, editable=False)),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not sent"),
                            ("new", "New"),
                            ("in-review", "In review"),
                            ("more-asked", "More information requested"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="E-mails about the application are sent here.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "organisation_number",
                    membership.members.orgnr.OrganisationNumberField(
                        blank=True,
                        db_index=True,
                        null=True,
                        verbose_name="organisation number",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("public", "Public body"),
                            ("association", "Association"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("textiles", "Clothes, shoes and textiles"),
                            ("food", "Food and drink"),
                            ("seafood", "Fish and seafood"),
                            ("building", "Building and property"),
                            ("furniture", "Furniture and interiors"),
                            ("electronics", "Electronics and IT"),
                            ("energy", "Energy and industry"),
                            ("transport", "Transport and travel"),
                            ("health", "Health and care"),
                            ("sport", "Sport and outdoor life"),
                            ("services", "Finance and services"),
                            ("culture", "Culture and media"),
                            ("education", "Education and research"),
                            ("government", "Municipalities and public administration"),
                            ("society", "Humanitarian work and civil society"),
                            ("working-life", "Trade unions and employers"),
                        ],
                        max_length=20,
                        verbose_name="sector",
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
                    "body",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="type of public body"
                    ),
                ),
                (
                    "turnover",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="Kroner a year.",
                        null=True,
                        verbose_name="turnover",
                    ),
                ),
                (
                    "inhabitants",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="inhabitants"
                    ),
                ),
                (
                    "estimate",
                    models.JSONField(
                        blank=True, null=True, verbose_name="estimated fee"
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="main contact"
                    ),
                ),
                (
                    "contact_role",
                    models.CharField(blank=True, max_length=120, verbose_name="role"),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="main contact’s e-mail"
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="telephone"
                    ),
                ),
                (
                    "invoice_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="invoices go to"
                    ),
                ),
                (
                    "invoice_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail for invoices"
                    ),
                ),
                (
                    "invoice_reference",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="reference on invoices"
                    ),
                ),
                (
                    "principles_accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="principles accepted"
                    ),
                ),
                (
                    "consent_version",
                    models.CharField(blank=True, max_length=20, verbose_name="consent"),
                ),
                (
                    "consented_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="consent given"
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="started"
                    ),
                ),
                (
                    "touched_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last changed"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided"),
                ),
                (
                    "anonymised_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="made anonymous"
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handled by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="applications",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
                (
                    "principles",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.principlesversion",
                        verbose_name="principles",
                    ),
                ),
            ],
            options={
                "verbose_name": "application for membership",
                "verbose_name_plural": "applications for membership",
                "db_table": "membership_application",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
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
                            ("sent", "Sent"),
                            ("taken", "Review started"),
                            ("asked", "Asked for more information"),
                            ("changed", "Changed by the applicant"),
                            ("answered", "Answered by the applicant"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("note", "Note"),
                            ("anonymised", "Made anonymous"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Not sent"),
                            ("new", "New"),
                            ("in-review", "In review"),
                            ("more-asked", "More information requested"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Not sent"),
                            ("new", "New"),
                            ("in-review", "In review"),
                            ("more-asked", "More information requested"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="applications.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "application event",
                "verbose_name_plural": "application events",
                "db_table": "membership_applicationevent",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["state", "sent_at"], name="membership_applications"
            ),
        ),
    ]
