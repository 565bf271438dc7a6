"""Wagtail's "Moderators approval" is of a page whole: it goes, where nobody used it."""

from django.db import migrations

NAME = "Moderators approval"


def remove(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "Task")
    WorkflowState = apps.get_model("wagtailcore", "WorkflowState")
    TaskState = apps.get_model("wagtailcore", "TaskState")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    used = WorkflowState.objects.values("workflow")
    Workflow.objects.filter(name=NAME).exclude(pk__in=used).delete()
    tasks = Task.objects.filter(name=NAME, workflow_tasks=None)
    unused = tasks.exclude(pk__in=TaskState.objects.values("task"))
    keys = list(unused.values_list("pk", flat=True))
    GroupApprovalTask.objects.filter(pk__in=keys).delete()
    Task.objects.filter(pk__in=keys).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
