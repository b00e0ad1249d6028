from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "whydesk.incidents"
    default_auto_field = "django.db.models.BigAutoField"
