import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ethicaltrade.core.blocks.body


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("basepage", "0003_finalize"),
        ("users", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessibilityPage",
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
                    "reviewed_on",
                    models.DateField(
                        blank=True,
                        help_text="When someone last checked that all of this is correct.",
                        null=True,
                        verbose_name="last reviewed",
                    ),
                ),
            ],
            options={
                "verbose_name": "accessibility page",
                "verbose_name_plural": "accessibility pages",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="HomePage",
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
                    "heading",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="heading"
                    ),
                ),
                (
                    "heading_nb",
                    models.CharField(
                        blank=True, max_length=160, null=True, verbose_name="heading"
                    ),
                ),
                (
                    "heading_en",
                    models.CharField(
                        blank=True, max_length=160, null=True, verbose_name="heading"
                    ),
                ),
                (
                    "introduction",
                    models.TextField(blank=True, verbose_name="introduction"),
                ),
                (
                    "introduction_nb",
                    models.TextField(
                        blank=True, null=True, verbose_name="introduction"
                    ),
                ),
                (
                    "introduction_en",
                    models.TextField(
                        blank=True, null=True, verbose_name="introduction"
                    ),
                ),
                (
                    "sections",
                    ethicaltrade.core.blocks.body.BodyField(
                        blank=True, verbose_name="sections"
                    ),
                ),
            ],
            options={
                "verbose_name": "front page",
                "verbose_name_plural": "front pages",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="StandardPage",
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
                "verbose_name": "standard page",
                "verbose_name_plural": "standard pages",
            },
            bases=("basepage.basepage",),
        ),
        migrations.CreateModel(
            name="Feedback",
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
                ("text", models.TextField(verbose_name="what does not work")),
                (
                    "page",
                    models.CharField(blank=True, max_length=300, verbose_name="page"),
                ),
                (
                    "aid",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="assistive technology"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="received",
                    ),
                ),
                (
                    "handled_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="handled at"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(editable=False, max_length=64, unique=True),
                ),
                (
                    "handled_by",
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
                "verbose_name": "reported problem",
                "verbose_name_plural": "reported problems",
                "ordering": ["-created_at", "-pk"],
            },
        ),
    ]
