"""Laying many tables without drawing all models anew for each."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


class AtOnce(Migration):
    """A migration whose operations need nothing of each other in the database.

    Django makes the classes of all models anew after every operation: a first
    start spent nine of its ten seconds of laying tables on that. Here they are
    made once. A table is created with all that its model has at the end, so no
    other operation may add to a table that the same migration creates.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
