from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "whydesk.briefs"
    default_auto_field = "django.db.models.BigAutoField"
