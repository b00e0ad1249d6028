from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "whydesk.history"
    default_auto_field = "django.db.models.BigAutoField"
