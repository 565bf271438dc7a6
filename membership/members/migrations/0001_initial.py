from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.core.blocks.body
import ethicaltrade.core.collation
import ethicaltrade.dates
import membership.members.orgnr


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "0003_finalize"),
        ("core", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "member directory",
                "verbose_name_plural": "member directories",
            },
            bases=("basepage.basepage",),
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
                            "unique": "There is already a table for this year."
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
                        verbose_name="municipality, per inhabitant per year",
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
                        verbose_name="county authority, per inhabitant per year",
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
                        help_text="Kroner a year; the first step starts at 0.",
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
                        help_text="Kroner a year; the first step starts at 0.",
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
                    ethicaltrade.core.collation.FoldedField(
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
                        help_text="Used in the page's address. Made from the name if left empty.",
                        max_length=255,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "organisation_number",
                    membership.members.orgnr.OrganisationNumberField(
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
                        verbose_name="type",
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
                        help_text="For public bodies. The fee is calculated differently for each type.",
                        max_length=20,
                        verbose_name="type of public body",
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
                        verbose_name="location",
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
                    "sections",
                    ethicaltrade.core.blocks.body.BodyField(
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
            bases=("basepage.basepage", models.Model),
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
                        help_text="The year the report covers.",
                        validators=[django.core.validators.MinValueValidator(2000)],
                        verbose_name="year",
                    ),
                ),
                (
                    "link",
                    models.URLField(
                        blank=True,
                        help_text="Where the report is, if it is not uploaded here.",
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
                        default=ethicaltrade.dates.today,
                        help_text="The report is shown from this day, and hidden while this is empty.",
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
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("member", "year"),
                name="membership_one_report_a_year",
                violation_error_message="There is already a report for this year.",
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
                violation_error_message="Choose a document, or enter a link.",
            ),
        ),
    ]
