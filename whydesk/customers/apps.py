from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "whydesk.customers"
    default_auto_field = "django.db.models.BigAutoField"
