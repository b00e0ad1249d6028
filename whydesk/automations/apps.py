from django.apps import AppConfig


class AutomationsConfig(AppConfig):
    name = "whydesk.automations"
    default_auto_field = "django.db.models.BigAutoField"
