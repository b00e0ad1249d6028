from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "whydesk.tickets"
    default_auto_field = "django.db.models.BigAutoField"
