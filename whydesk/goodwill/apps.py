from django.apps import AppConfig


class GoodwillConfig(AppConfig):
    name = "whydesk.goodwill"
    default_auto_field = "django.db.models.BigAutoField"
