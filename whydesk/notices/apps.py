from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "whydesk.notices"
    default_auto_field = "django.db.models.BigAutoField"
