from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.bilingual.languages
import ethicaltrade.core.blocks.field
import ethicaltrade.core.collation
import membership.application.models
import membership.application.routes
import membership.dates
import membership.directory.folding
import membership.numbers
import membership.resources.fields
import membership.resources.pages


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "0003_finalize"),
        ("core", "0001_initial"),
        ("media", "0001_initial"),
        ("users", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
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
                        help_text="One or two sentences that say the most important.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "principles",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What an applicant promises. Each application keeps the wording that was accepted, so it can be changed at any time.",
                        verbose_name="principles",
                    ),
                ),
                (
                    "principles_nb",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What an applicant promises. Each application keeps the wording that was accepted, so it can be changed at any time.",
                        null=True,
                        verbose_name="principles",
                    ),
                ),
                (
                    "principles_en",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What an applicant promises. Each application keeps the wording that was accepted, so it can be changed at any time.",
                        null=True,
                        verbose_name="principles",
                    ),
                ),
            ],
            options={
                "verbose_name": "application page",
                "verbose_name_plural": "application pages",
            },
            bases=(
                membership.application.routes.ApplicationRoutes,
                "basepage.basepage",
            ),
        ),
        migrations.CreateModel(
            name="ChapterPage",
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
                        help_text="One or two sentences that say the most important.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
            ],
            options={
                "verbose_name": "chapter",
                "verbose_name_plural": "chapters",
            },
            bases=(membership.resources.pages.SafeDocumentsMixin, "basepage.basepage"),
        ),
        migrations.CreateModel(
            name="MemberIndexPage",
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
                        help_text="One or two sentences that say the most important.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
            ],
            options={
                "verbose_name": "member directory",
                "verbose_name_plural": "member directories",
            },
            bases=(
                wagtail.contrib.routable_page.models.RoutablePageMixin,
                "basepage.basepage",
            ),
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
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ResourceIndexPage",
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
                        help_text="One or two sentences that say the most important.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
            ],
            options={
                "verbose_name": "resources area",
                "verbose_name_plural": "resources areas",
            },
            bases=("basepage.basepage",),
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
                        default=membership.application.models.new_reference,
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        default=membership.application.models.new_secret,
                        editable=False,
                        max_length=40,
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        default=membership.application.models.new_secret,
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
                            ("more-asked", "More information asked"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="The letters are sent here.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "organisation_number",
                    membership.numbers.OrganisationNumberField(
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
                        verbose_name="kind",
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
                    models.CharField(blank=True, max_length=80, verbose_name="place"),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "body",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="kind of public body"
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
                        blank=True, null=True, verbose_name="estimate of the fee"
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
                        default=django.utils.timezone.now, verbose_name="begun"
                    ),
                ),
                (
                    "touched_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last touched"
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
            ],
            options={
                "verbose_name": "application for membership",
                "verbose_name_plural": "applications for membership",
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
                            ("taken", "Taken into review"),
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
                            ("more-asked", "More information asked"),
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
                            ("more-asked", "More information asked"),
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
                        to="membership.application",
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
                "verbose_name": "event of an application",
                "verbose_name_plural": "events of an application",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FeeTable",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        error_messages={
                            "unique": "There is a table for this year already."
                        },
                        unique=True,
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2999),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        help_text="The calculator uses the table from this day.",
                        verbose_name="valid from",
                    ),
                ),
                (
                    "explanation",
                    models.TextField(
                        blank=True,
                        help_text="Shown to visitors below the calculator.",
                        verbose_name="explanation",
                    ),
                ),
                (
                    "explanation_nb",
                    models.TextField(
                        blank=True,
                        help_text="Shown to visitors below the calculator.",
                        null=True,
                        verbose_name="explanation",
                    ),
                ),
                (
                    "explanation_en",
                    models.TextField(
                        blank=True,
                        help_text="Shown to visitors below the calculator.",
                        null=True,
                        verbose_name="explanation",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="For colleagues: who decided the fees, and when you checked them.",
                        verbose_name="note",
                    ),
                ),
                (
                    "municipality_rate",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="municipality, a year for each inhabitant",
                    ),
                ),
                (
                    "county_rate",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0"))
                        ],
                        verbose_name="county authority, a year for each inhabitant",
                    ),
                ),
                (
                    "lowest_public_fee",
                    models.PositiveIntegerField(verbose_name="lowest fee"),
                ),
                (
                    "highest_public_fee",
                    models.PositiveIntegerField(verbose_name="highest fee"),
                ),
            ],
            options={
                "verbose_name": "fee table",
                "verbose_name_plural": "fee tables",
                "ordering": ["-year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("highest_public_fee__gte", models.F("lowest_public_fee"))
                        ),
                        name="membership_public_fees_in_order",
                        violation_error_message="The highest fee is below the lowest.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyStep",
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
                    "from_amount",
                    models.PositiveBigIntegerField(
                        help_text="Kroner a year; the first step begins at 0.",
                        verbose_name="from",
                    ),
                ),
                (
                    "fee",
                    models.PositiveIntegerField(
                        help_text="Kroner a year.", verbose_name="fee"
                    ),
                ),
                (
                    "table",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="company_steps",
                        to="membership.feetable",
                    ),
                ),
            ],
            options={
                "verbose_name": "step for companies",
                "verbose_name_plural": "steps for companies",
                "ordering": ["from_amount", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssociationStep",
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
                    "from_amount",
                    models.PositiveBigIntegerField(
                        help_text="Kroner a year; the first step begins at 0.",
                        verbose_name="from",
                    ),
                ),
                (
                    "fee",
                    models.PositiveIntegerField(
                        help_text="Kroner a year.", verbose_name="fee"
                    ),
                ),
                (
                    "table",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="association_steps",
                        to="membership.feetable",
                    ),
                ),
            ],
            options={
                "verbose_name": "step for associations",
                "verbose_name_plural": "steps for associations",
                "ordering": ["from_amount", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JoiningShare",
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
                    "month",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="month",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day",
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="per cent of the fee",
                    ),
                ),
                (
                    "table",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="joining_shares",
                        to="membership.feetable",
                    ),
                ),
            ],
            options={
                "verbose_name": "share when joining late",
                "verbose_name_plural": "shares when joining late",
                "ordering": ["month", "day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Member",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "sort_key",
                    ethicaltrade.core.collation.SortKeyField(
                        source="name", verbose_name="sort key"
                    ),
                ),
                (
                    "search_text",
                    membership.directory.folding.FoldedField(
                        blank=True,
                        default="",
                        editable=False,
                        sources=("name", "place", "organisation_number"),
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        error_messages={"unique": "Another member has this slug."},
                        help_text="The name in addresses; made from the name when left empty.",
                        max_length=255,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "organisation_number",
                    membership.numbers.OrganisationNumberField(
                        blank=True,
                        error_messages={
                            "unique": "Another member has this organisation number."
                        },
                        null=True,
                        unique=True,
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
                        verbose_name="kind",
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("municipality", "Municipality"),
                            ("county", "County authority"),
                            ("other", "Another public body"),
                        ],
                        help_text="For public bodies; the fee is reckoned differently for each.",
                        max_length=20,
                        verbose_name="sort of public body",
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
                        blank=True,
                        help_text="Town or municipality, such as Ålesund.",
                        max_length=80,
                        verbose_name="place",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "presentation",
                    models.TextField(
                        blank=True,
                        help_text="Who they are and what they work on, in a few sentences.",
                        verbose_name="presentation",
                    ),
                ),
                (
                    "presentation_nb",
                    models.TextField(
                        blank=True,
                        help_text="Who they are and what they work on, in a few sentences.",
                        null=True,
                        verbose_name="presentation",
                    ),
                ),
                (
                    "presentation_en",
                    models.TextField(
                        blank=True,
                        help_text="Who they are and what they work on, in a few sentences.",
                        null=True,
                        verbose_name="presentation",
                    ),
                ),
                ("member_since", models.DateField(verbose_name="member since")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day they are no longer a member.",
                        null=True,
                        verbose_name="ended",
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
                        blank=True,
                        help_text="For municipalities and counties.",
                        null=True,
                        verbose_name="inhabitants",
                    ),
                ),
                (
                    "adviser",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.person",
                        verbose_name="adviser",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.customimage",
                        verbose_name="logo",
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["sort_key", "pk"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
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
                    "key_hash",
                    models.CharField(editable=False, max_length=64, unique=True),
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
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="applications",
                to="membership.member",
                verbose_name="member",
            ),
        ),
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
                        default=membership.dates.today, verbose_name="since"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default=ethicaltrade.bilingual.languages.default,
                        max_length=12,
                        verbose_name="language of the letters",
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
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliations",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "affiliation",
                "verbose_name_plural": "affiliations",
                "ordering": ["since", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MembershipPage",
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
                        help_text="One or two sentences that say the most important.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "sections",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, verbose_name="sections"
                    ),
                ),
                (
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.person",
                        verbose_name="contact person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership page",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="OldSlug",
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
                    "slug",
                    models.SlugField(max_length=255, unique=True, verbose_name="slug"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_slugs",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "old slug of a member",
                "verbose_name_plural": "old slugs of members",
            },
        ),
        migrations.AddField(
            model_name="application",
            name="principles",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="membership.principlesversion",
                verbose_name="principles",
            ),
        ),
        migrations.CreateModel(
            name="Report",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="The year that the report is about.",
                        validators=[django.core.validators.MinValueValidator(2000)],
                        verbose_name="year",
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True,
                        help_text="Where the report lies, when it is not uploaded here.",
                        max_length=500,
                        verbose_name="link",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("basic", "Basic level"),
                            ("implementer", "Implementer"),
                        ],
                        help_text="The badge that the report has earned, if any.",
                        max_length=20,
                        verbose_name="level",
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True,
                        default=membership.dates.today,
                        help_text="Shown from this day. Hidden while it is empty.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.customdocument",
                        verbose_name="document",
                    ),
                ),
                (
                    "member",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="membership.member",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-year", "pk"],
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
                        verbose_name="kind",
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
                    models.CharField(blank=True, max_length=80, verbose_name="place"),
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
                        verbose_name="state",
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
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ResourcePage",
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
                        help_text="One or two sentences that say the most important.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_nb",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "lead_en",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences that say the most important.",
                        null=True,
                        verbose_name="lead",
                    ),
                ),
                (
                    "body",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, verbose_name="text"
                    ),
                ),
                (
                    "body_nb",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "body_en",
                    ethicaltrade.core.blocks.field.BodyField(
                        blank=True, null=True, verbose_name="text"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guide", "Guide"),
                            ("template", "Template"),
                            ("recording", "Course recording"),
                            ("legal", "Legal note"),
                        ],
                        default="guide",
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "steps",
                    membership.resources.fields.StepsField(
                        blank=True,
                        help_text="The steps that it helps with; several, or none.",
                        verbose_name="steps of due diligence",
                    ),
                ),
                (
                    "updated_on",
                    models.DateField(
                        blank=True,
                        help_text="Only when the content has changed; a typo is no update.",
                        null=True,
                        verbose_name="updated",
                    ),
                ),
                (
                    "recording_url",
                    models.URLField(
                        blank=True,
                        help_text="The film's page on YouTube or Vimeo.",
                        validators=[membership.resources.pages.check_film],
                        verbose_name="film",
                    ),
                ),
                (
                    "recording_language",
                    models.CharField(
                        choices=[("nb", "Norwegian"), ("en", "English")],
                        default="nb",
                        max_length=10,
                        verbose_name="language of the film",
                    ),
                ),
                (
                    "shows_teaser",
                    models.BooleanField(
                        default=False,
                        help_text="While the page is closed, others than members then see its title and lead in the list, and nothing more. Off, they see nothing at all.",
                        verbose_name="tell others that it exists",
                    ),
                ),
                ("teaser_words", models.TextField(blank=True, editable=False)),
                (
                    "teaser_words_nb",
                    models.TextField(blank=True, editable=False, null=True),
                ),
                (
                    "teaser_words_en",
                    models.TextField(blank=True, editable=False, null=True),
                ),
                (
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.person",
                        verbose_name="contact person",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="resources",
                        to="core.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
            },
            bases=(
                membership.resources.pages.SafeDocumentsMixin,
                wagtail.contrib.routable_page.models.RoutablePageMixin,
                "basepage.basepage",
            ),
        ),
        migrations.CreateModel(
            name="ResourceDocument",
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
                    "sort_order",
                    models.IntegerField(blank=True, editable=False, null=True),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the document's own title is shown.",
                        max_length=160,
                        verbose_name="name on the page",
                    ),
                ),
                (
                    "label_nb",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the document's own title is shown.",
                        max_length=160,
                        null=True,
                        verbose_name="name on the page",
                    ),
                ),
                (
                    "label_en",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the document's own title is shown.",
                        max_length=160,
                        null=True,
                        verbose_name="name on the page",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media.customdocument",
                        verbose_name="document",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="membership.resourcepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a resource",
                "verbose_name_plural": "documents of resources",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResourceVisit",
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
                    "last_seen_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last seen"
                    ),
                ),
                (
                    "new_since",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When the visit before this one ended.",
                        verbose_name="new since",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resource_visit",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit to the resources",
                "verbose_name_plural": "visits to the resources",
            },
        ),
        migrations.CreateModel(
            name="Shelf",
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
                "verbose_name": "shelf of reports",
                "verbose_name_plural": "shelves of reports",
            },
        ),
        migrations.CreateModel(
            name="ChapterRead",
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
                    "read_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="read"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="membership.chapterpage",
                        verbose_name="chapter",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chapters_read",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "chapter that was read",
                "verbose_name_plural": "chapters that were read",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "chapter"), name="membership_chapter_read_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["sort_key"], name="membership_member_order"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True),
                    ("ended_on__gte", models.F("member_since")),
                    _connector="OR",
                ),
                name="membership_ends_after_it_begins",
                violation_error_message="The membership cannot end before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                models.F("member"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                name="membership_one_open_invitation",
                violation_error_message="This address is invited already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "main")),
                fields=("member",),
                name="membership_one_main_contact",
                violation_error_message="The member has a main contact already.",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["state", "sent_at"], name="membership_applications"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("member", "year"),
                name="membership_one_report_a_year",
                violation_error_message="There is a report for this year already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", False), ("link", "")),
                    models.Q(
                        ("document__isnull", True),
                        models.Q(("link", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="membership_report_document_or_link",
                violation_error_message="Choose a document, or write a link.",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["state", "made_at"], name="membership_proposal_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "presentation"), ("state", "waiting")),
                fields=("member",),
                name="membership_one_waiting_presentation",
            ),
        ),
    ]
