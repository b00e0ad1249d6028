from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "whydesk.care"
    default_auto_field = "django.db.models.BigAutoField"
