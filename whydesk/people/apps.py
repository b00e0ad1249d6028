from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "whydesk.people"
    default_auto_field = "django.db.models.BigAutoField"
