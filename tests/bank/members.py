"""An app whose users log in with a cookie, for the cards about sockets: in the tests and under gunicorn."""

from flask import Flask
from flask_login import LoginManager, UserMixin, login_required, login_user, logout_user


class User(UserMixin):
    def __init__(self, name, *rooms):
        self.id = self.name = name
        self.chat_rooms = set(rooms)


USERS = {u.id: u for u in (User("ann", "team"), User("bob", "team"), User("eve"))}


def app_with_login(init_sockets):
    app = Flask("chat")
    app.secret_key = "k"
    LoginManager(app).user_loader(USERS.get)

    @app.post("/login/<name>")
    def log_in(name):
        login_user(USERS[name])
        return ""

    @app.post("/logout")
    def log_out():
        logout_user()
        return ""

    @app.get("/chat")
    @login_required
    def chat_page():
        return "the chat page"

    init_sockets(app)
    return app
