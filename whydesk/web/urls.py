"""A tour of the product, address by address."""

from django.urls import URLPattern, URLResolver, path

from whydesk.web import health, profile, sign_in, welcome

urlpatterns: list[URLPattern | URLResolver] = [
    # Coming in
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("password", sign_in.password_link, name="password_link"),
    path("password/<str:key>/<str:token>", sign_in.new_password, name="new_password"),
    path("welcome/<str:token>", welcome.welcome, name="welcome"),
    path("invitations/<str:token>", welcome.joining, name="joining"),
    # Oneself
    path("me", profile.me, name="me"),
    path("me/password", profile.own_password, name="own_password"),
    path("me/appearance", profile.appearance, name="appearance"),
    # The machine room
    path("health", health.health, name="health"),
]
