from django.apps import AppConfig


class WishesConfig(AppConfig):
    name = "whydesk.wishes"
    default_auto_field = "django.db.models.BigAutoField"
