"""Who may do what in the CMS: one group for each role.

A person may be in several. Rights to pages and files are given at the root, and so hold
everywhere; those of the staff for events and members hold in their own section alone.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITERS = "Skribenter"
PUBLISHERS = "Redaktører"
TRANSLATORS = "Oversettere"
MEMBER_STAFF = "Medlemsansvarlige"
EVENT_STAFF = "Arrangementsansvarlige"
ADMINISTRATORS = "Administratorer"
MEMBERS = "Members"

WRITES = ("add", "change")
PUBLISHES = (*WRITES, "publish")
EVERYTHING = (*PUBLISHES, "bulk_delete", "lock", "unlock")
USES = ("add", "choose")
KEEPS = (*USES, "change")


def all_of(*models):
    """The four rights that Django makes for each."""
    return [
        f"{label}.{action}_{name}"
        for label, name in (model.split(".") for model in models)
        for action in ("add", "change", "delete", "view")
    ]


OF_PUBLISHERS = [
    *all_of("core.topic", "core.person", "events.organisation"),
    *all_of("core.sitesettings", "bilingual.oldaddress"),
    *("home.view_feedback", "home.change_feedback", "home.delete_feedback"),
]
OF_MEMBER_STAFF = [
    *all_of("membership.member", "membership.feetable"),
    *("applications.view_application", "applications.change_application"),
]
OF_EVENT_STAFF = [
    *all_of("events.organisation"),
    *("core.view_person", "core.add_person", "core.change_person"),
    *("events.view_registration", "events.change_registration"),
]
OF_ADMINISTRATORS = {
    *OF_PUBLISHERS,
    *OF_MEMBER_STAFF,
    *OF_EVENT_STAFF,
    *all_of("users.user", "auth.group"),
    *("wagtailcore.view_site", "wagtailcore.change_site"),
    # What was done by whom, what the worker does, and e-mails that were given up.
    *("wagtailcore.view_modellogentry", "scheduling.view_jobrun"),
    *("mail.view_email", "mail.change_email"),
}

OF_TRANSLATORS = ("tasks.translate_pages",)  # they see what is given to them

# To pages everywhere, to pages of a section, to pictures, to documents, to models
ROLES = {
    WRITERS: (WRITES, None, USES, USES, ()),
    PUBLISHERS: (EVERYTHING, None, KEEPS, KEEPS, OF_PUBLISHERS),
    TRANSLATORS: ((), None, (), (), OF_TRANSLATORS),
    MEMBER_STAFF: ((), "membershippage", USES, KEEPS, OF_MEMBER_STAFF),
    EVENT_STAFF: ((), "eventindexpage", USES, USES, OF_EVENT_STAFF),
    ADMINISTRATORS: (EVERYTHING, None, KEEPS, KEEPS, OF_ADMINISTRATORS),
}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    make_permissions(apps)
    Group.objects.get_or_create(name=MEMBERS)
    before = Group.objects.filter(name=PUBLISHERS).first()
    editors = list(before.user_set.all()) if before else []
    for name, rights in ROLES.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        give(apps, group, *rights)
    for name in (MEMBER_STAFF, EVENT_STAFF):  # which were the editors' until now
        Group.objects.get(name=name).user_set.add(*editors)


def make_permissions(apps):
    """Django's turn to make them comes after the last migration."""
    for config in apps.get_app_configs():
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def give(apps, group, on_pages, section, on_pictures, on_documents, on_models):
    Permission = apps.get_model("auth", "Permission")
    BasePage = apps.get_model("basepage", "BasePage")
    OnPage = apps.get_model("wagtailcore", "GroupPagePermission")
    InCollection = apps.get_model("wagtailcore", "GroupCollectionPermission")
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)

    def named(name):
        label, codename = name.split(".")
        return Permission.objects.get(content_type__app_label=label, codename=codename)

    OnPage.objects.filter(group=group).delete()
    InCollection.objects.filter(group=group).delete()
    group.permissions.set(map(named, ["wagtailadmin.access_admin", *on_models]))
    places = [(page, on_pages) for page in BasePage.objects.filter(depth=1)]
    if section:
        pages = BasePage.objects.filter(content_type__model=section)
        places += [(page, PUBLISHES) for page in pages]
    OnPage.objects.bulk_create(
        OnPage(group=group, page=page, permission=named(f"basepage.{do}_basepage"))
        for page, actions in places
        for do in actions
    )
    names = [
        *(f"wagtailimages.{do}_image" for do in on_pictures),
        *(f"wagtaildocs.{do}_document" for do in on_documents),
    ]
    if group.name == ADMINISTRATORS:
        names += [f"wagtailcore.{do}_collection" for do in ("add", "change", "delete")]
    InCollection.objects.bulk_create(
        InCollection(group=group, collection=collection, permission=named(name))
        for name in names
    )


def let_wagtails_groups_go(apps, schema_editor):
    """Wagtail's own, if nobody is in them and nothing hangs on them."""
    Group = apps.get_model("auth", "Group")
    if not apps.get_model("wagtailcore", "WorkflowState").objects.exists():
        # Its workflow asks one of the groups, and has never been asked.
        names = ("Moderators approval", "Godkjenning")
        workflows = apps.get_model("wagtailcore", "Workflow").objects
        workflows.filter(name__in=names).delete()
        tasks = apps.get_model("wagtailcore", "GroupApprovalTask").objects
        tasks.filter(name__in=names, workflow_tasks=None).delete()
    for group in Group.objects.filter(name__in=("Editors", "Moderators")):
        kept = [
            group.user_set,
            *(
                apps.get_model("wagtailcore", name).objects.filter(groups=group)
                for name in (
                    "PageViewRestriction",
                    "CollectionViewRestriction",
                    "GroupApprovalTask",
                )
            ),
        ]
        if not any(some.exists() for some in kept):
            group.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_privacy_page"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("basepage", "0011_names_that_wagtail_gave"),
        ("users", "0001_initial"),
        ("mail", "0001_initial"),
        ("scheduling", "0002_failures"),
        ("bilingual", "0005_schedules"),
        ("tasks", "0001_initial"),
        ("core", "0003_check_rich_text"),
        ("events", "0007_names_of_rows"),
        ("membership", "0001_initial"),
        ("applications", "0002_check_rich_text"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(let_wagtails_groups_go, migrations.RunPython.noop),
    ]
