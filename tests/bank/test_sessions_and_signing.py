"""What the cards of the topic "Sessions and signing" claim, run; server-side sessions use a real Redis."""

import sys
from datetime import datetime, timedelta, timezone
from types import ModuleType, SimpleNamespace

import pytest
import redis as redis_client
from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from itsdangerous.exc import BadSignature, SignatureExpired
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

DAY = 24 * 60 * 60


@pytest.fixture
def modules(monkeypatch):
    def add(name, **names):
        made = ModuleType(name)
        made.__dict__.update(names)
        monkeypatch.setitem(sys.modules, name, made)
        return made

    return add


@pytest.fixture
def clock(monkeypatch):
    """Moves the time that signatures are made and checked at."""
    real = TimestampSigner.get_timestamp
    ahead = SimpleNamespace(seconds=0)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: real(self) + ahead.seconds)
    return ahead


@pytest.fixture
def accounts(modules):
    def check_password(email, password):
        return SimpleNamespace(id=7) if (email, password) == ("ann@example.com", "pw") else None

    modules("accounts", check_password=check_password)
    return {"email": "ann@example.com", "password": "pw"}


def cookie_of(client):
    found = client.get_cookie("session")
    return found.value if found else None


def browser(app, cookie):
    """Another browser that sends a copy of the cookie."""
    client = app.test_client()
    client.set_cookie("session", cookie)
    return client


# permanent-session


@pytest.fixture
def site(card, accounts):
    app = Flask("site")
    app.secret_key = "k"
    card("permanent-session").load("login.py").init_app(app)
    app.add_url_rule("/me", view_func=lambda: str(session.get("user_id")), endpoint="me")

    @app.post("/plain-login")
    def plain_login():
        session["user_id"] = 7
        return ""

    return app


def expires(reply):
    """Days until the cookie of this response expires, or None if it ends with the browser."""
    [line] = reply.headers.getlist("Set-Cookie")
    parts = dict(part.partition("=")[::2] for part in line.split("; "))
    if "Expires" not in parts:
        return None
    until = datetime.strptime(parts["Expires"], "%a, %d %b %Y %H:%M:%S GMT")
    return round((until.replace(tzinfo=timezone.utc) - datetime.now(timezone.utc)) / timedelta(days=1))


@pytest.mark.wrong("permanent-session", 1, "Without `session.permanent = True`")
def test_two_things_give_a_week(site, accounts):
    client = site.test_client()
    assert site.config["PERMANENT_SESSION_LIFETIME"] == timedelta(days=7)
    assert expires(client.post("/plain-login")) is None
    assert expires(client.post("/login", data=accounts)) == 7
    assert client.post("/login", data={**accounts, "password": "no"}).status_code == 401


def test_the_default_lifetime_is_31_days_and_refreshed():
    app = Flask("defaults")
    assert app.permanent_session_lifetime == timedelta(days=31)
    assert app.config["SESSION_REFRESH_EACH_REQUEST"] is True


def test_a_permanent_session_is_sent_again_with_every_response(site, accounts, clock):
    client = site.test_client()
    client.post("/login", data=accounts)
    for _ in range(3):
        clock.seconds += 5 * DAY
        reply = client.get("/me")
        assert reply.text == "7" and expires(reply) == 7
    clock.seconds += 8 * DAY
    assert client.get("/me").text == "None"


@pytest.mark.wrong("permanent-session", 2, "cookie for 31 days")
def test_the_server_checks_the_age_of_every_session(site, clock):
    client = site.test_client()
    client.post("/plain-login")
    copy = cookie_of(client)
    site.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=31)
    clock.seconds = 30 * DAY
    assert browser(site, copy).get("/me").text == "7"
    clock.seconds = 32 * DAY
    assert browser(site, copy).get("/me").text == "None"


def test_a_session_that_is_not_permanent_is_not_sent_again(site):
    client = site.test_client()
    client.post("/plain-login")
    assert "Set-Cookie" not in client.get("/me").headers


# session-change-lost


def cart_app(blueprint):
    app = Flask("shop")
    app.secret_key = "k"
    app.register_blueprint(blueprint)
    app.add_url_rule("/cart", view_func=lambda: session.get("cart", {}), endpoint="show")
    return app


@pytest.mark.wrong("session-change-lost", 1, "inside it went unnoticed")
def test_the_second_item_is_lost(card):
    client = cart_app(card("session-change-lost").load(given=0).bp).test_client()
    first = client.post("/cart/tea")
    assert "Set-Cookie" in first.headers
    assert client.get("/cart").json == {"tea": 1}  # a dict can be stored
    second = client.post("/cart/milk")
    assert second.json == {"tea": 1, "milk": 1}
    assert "Set-Cookie" not in second.headers
    assert client.get("/cart").json == {"tea": 1}


def test_assigning_again_saves_the_cart(card):
    client = cart_app(card("session-change-lost").load("cart.py").bp).test_client()
    for item in ("tea", "milk", "tea"):
        client.post(f"/cart/{item}")
    assert client.get("/cart").json == {"tea": 2, "milk": 1}


def test_setting_modified_saves_it_too(card):
    app = cart_app(card("session-change-lost").load(given=0).bp)

    @app.after_request
    def mark(response):
        session.modified = True
        return response

    client = app.test_client()
    for item in ("tea", "milk"):
        client.post(f"/cart/{item}")
    assert client.get("/cart").json == {"tea": 1, "milk": 1}


@pytest.mark.wrong("session-change-lost", 2, "sent with every response")
def test_a_permanent_session_hides_the_bug(card):
    app = cart_app(card("session-change-lost").load(given=0).bp)
    app.add_url_rule("/login", view_func=lambda: setattr(session, "permanent", True) or "")
    client = app.test_client()
    client.get("/login")
    for item in ("tea", "milk"):
        client.post(f"/cart/{item}")
    assert client.get("/cart").json == {"tea": 1, "milk": 1}


def test_a_large_cookie_brings_a_warning():
    app = Flask("large")
    app.secret_key = "k"

    @app.get("/")
    def fill():
        session["cart"] = {str(n): n * n for n in range(2000)}
        return ""

    with pytest.warns(UserWarning, match="cookie is too large"):
        app.test_client().get("/")


# server-side-sessions


@pytest.fixture
def store(redis_url):
    client = redis_client.Redis.from_url(redis_url)
    client.flushdb()
    yield client
    client.flushdb()


@pytest.fixture
def stored(card, accounts, modules, monkeypatch, redis_url, store):
    """Makes instances of the card's app, as on several servers."""
    modules("login", bp=card("server-side-sessions").load("login.py").bp)

    def make(url=redis_url):
        monkeypatch.setenv("REDIS_URL", url)
        app = card("server-side-sessions").load("app.py").create_app()
        app.add_url_rule("/me", view_func=lambda: str(session.get("user_id")), endpoint="me")

        @app.get("/visit")
        def visit():
            session["seen"] = True
            return ""

        return app

    return make


def test_the_cookie_holds_a_random_id_and_redis_the_data(stored, accounts, store):
    client = stored().test_client()
    assert client.post("/login", data=accounts).status_code == 204
    key = f"session:{cookie_of(client)}"
    assert store.keys() == [key.encode()]
    assert b"user_id" in store.get(key) and 0 < store.ttl(key) <= 7 * DAY
    assert len(cookie_of(client)) >= 43
    assert client.post("/login", data={**accounts, "password": "no"}).status_code == 401


def test_another_server_with_the_same_store_knows_the_session(stored, accounts):
    client = stored().test_client()
    client.post("/login", data=accounts)
    assert browser(stored(), cookie_of(client)).get("/me").text == "7"


@pytest.mark.wrong("server-side-sessions", 2, "`Secure`, `HttpOnly` and `SameSite`")
def test_a_copy_of_the_id_is_the_user_until_the_logout(stored, accounts, store):
    app = stored()
    client = app.test_client()
    client.post("/login", data=accounts)
    thief = browser(app, cookie_of(client))
    assert thief.get("/me").text == "7"
    client.post("/logout")
    assert thief.get("/me").text == "None"
    assert store.keys() == []


def test_a_planted_id_does_not_become_a_login(stored, accounts):
    app = stored()
    attacker = app.test_client()
    attacker.get("/visit")
    victim = browser(app, cookie_of(attacker))
    victim.post("/login", data=accounts)
    assert victim.get("/me").text == "7"
    assert attacker.get("/me").text == "None"


def test_without_a_new_id_it_would(stored):
    app = stored()

    @app.post("/careless")
    def careless():
        session["user_id"] = 7
        return ""

    attacker = app.test_client()
    attacker.get("/visit")
    browser(app, cookie_of(attacker)).post("/careless")
    assert attacker.get("/me").text == "7"


def test_without_the_store_a_session_cookie_is_a_500(stored, accounts):
    client = stored().test_client()
    client.post("/login", data=accounts)
    down = stored("redis://127.0.0.1:1/0")
    assert browser(down, cookie_of(client)).get("/me").status_code == 500


@pytest.mark.wrong("server-side-sessions", 1, "has the same `SECRET_KEY`")
def test_a_signed_cookie_works_on_every_server_with_the_key(site, accounts):
    other = Flask("other")
    other.secret_key = site.secret_key
    other.add_url_rule("/me", view_func=lambda: str(session.get("user_id")), endpoint="me")
    client = site.test_client()
    client.post("/login", data=accounts)
    assert browser(other, cookie_of(client)).get("/me").text == "7"


def test_the_server_cannot_end_a_signed_cookie(site, accounts):
    site.add_url_rule("/out", view_func=lambda: session.clear() or "", endpoint="out")
    client = site.test_client()
    client.post("/login", data=accounts)
    thief = browser(site, cookie_of(client))
    client.get("/out")
    assert client.get("/me").text == "None"
    assert thief.get("/me").text == "7"


# reset-token


@pytest.fixture
def people(modules, tmp_path):
    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class User(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        password_hash: Mapped[str] = mapped_column(default="")
        stamp: Mapped[str] = mapped_column(default="first")

    modules("models", User=User, db=db)
    app = Flask("people")
    app.secret_key = "k"
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path}/people.db"
    db.init_app(app)
    with app.app_context():
        db.create_all()
        db.session.add_all([User(password_hash=generate_password_hash("old")) for _ in range(2)])
        db.session.commit()
    return SimpleNamespace(app=app, db=db, User=User)


@pytest.fixture
def reset(people, card, modules):
    module = card("reset-token").load("reset.py")
    modules("reset", token_fits=module.token_fits)
    people.app.register_blueprint(card("reset-token").load("views.py").bp)

    def token(user_id=1):
        with people.app.app_context():
            return module.make_token(people.db.session.get(people.User, user_id))

    def post(token, user_id=1, password="new"):
        form = {"password": password}
        return people.app.test_client().post(f"/reset/{user_id}/{token}", data=form)

    def password_is(password):
        with people.app.app_context():
            return check_password_hash(people.db.session.get(people.User, 1).password_hash, password)

    return SimpleNamespace(token=token, post=post, password_is=password_is, module=module)


def test_the_link_works_once(reset):
    link, other = reset.token(), reset.token()
    assert reset.post(link).status_code == 204
    assert reset.password_is("new")
    again = reset.post(link, password="newer")
    assert again.status_code == 400 and "no longer valid" in again.text
    assert reset.post(other, password="newer").status_code == 400
    assert reset.password_is("new")


def test_the_link_ends_after_an_hour(reset, clock):
    link = reset.token()
    clock.seconds = 3590
    assert reset.post(link + "x").status_code == 400
    clock.seconds = 3610
    assert reset.post(link).status_code == 400
    assert reset.password_is("old")


def test_the_link_fits_only_its_user(reset):
    assert reset.post(reset.token(2), user_id=1).status_code == 400
    assert reset.post(reset.token(1), user_id=99).status_code == 400
    assert reset.post("nonsense").status_code == 400


def test_the_lifetime_is_decided_at_the_check(clock):
    token = URLSafeTimedSerializer("k").dumps(1)
    clock.seconds = 60
    assert URLSafeTimedSerializer("k").loads(token, max_age=100) == 1
    assert issubclass(SignatureExpired, BadSignature)
    with pytest.raises(SignatureExpired):
        URLSafeTimedSerializer("k").loads(token, max_age=10)


def test_the_token_can_be_read_without_the_key(reset):
    assert URLSafeTimedSerializer("another key").loads_unsafe(reset.token())[1] == 1


@pytest.mark.wrong("reset-token", 1, "fresh random salt would")
def test_the_salt_is_a_purpose_not_a_secret():
    confirm = URLSafeTimedSerializer("k", salt="confirm").dumps(1)
    assert URLSafeTimedSerializer("k", salt="confirm").loads(confirm) == 1
    with pytest.raises(BadSignature):
        URLSafeTimedSerializer("k", salt="reset").loads(confirm)
    with pytest.raises(BadSignature):  # a random salt has to be known again at the check
        URLSafeTimedSerializer("k", salt="8f3c").loads(confirm)
    with pytest.raises(BadSignature):  # and knowing it gives nothing without the key
        URLSafeTimedSerializer("guessed", salt="confirm").loads(confirm)


@pytest.mark.wrong("reset-token", 2, "it expires, whoever finds")
def test_an_expiry_alone_lets_the_link_work_again(clock):
    signer = URLSafeTimedSerializer("k", salt="password-reset")
    token = signer.dumps(1)
    clock.seconds = 3500
    assert [signer.loads(token, max_age=3600) for _ in range(2)] == [1, 1]


# logout-everywhere


@pytest.fixture
def devices(people, card):
    module = card("logout-everywhere").load("auth.py")
    people.app.register_blueprint(module.bp)

    @people.app.post("/login/<int:user_id>")
    def login(user_id):
        module.log_in(people.db.session.get(people.User, user_id))
        return ""

    @people.app.get("/me")
    def me():
        return str(module.g.user and module.g.user.id)

    @people.app.post("/logout")
    def logout():
        session.clear()
        return ""

    def device(user_id):
        client = people.app.test_client()
        client.post(f"/login/{user_id}")
        return client

    people.device = device
    return people


def test_one_click_ends_all_sessions_of_that_user(devices):
    phone, laptop, other = devices.device(1), devices.device(1), devices.device(2)
    assert [c.get("/me").text for c in (phone, laptop, other)] == ["1", "1", "2"]
    assert phone.post("/logout-everywhere").status_code == 204
    assert [c.get("/me").text for c in (phone, laptop, other)] == ["None", "None", "2"]
    assert laptop.post("/logout-everywhere").status_code == 401
    assert devices.device(1).get("/me").text == "1"


def test_this_device_stays_logged_in_with_the_new_stamp(devices):
    @devices.app.post("/others-out")
    def others_out():
        user = devices.db.session.get(devices.User, session["user_id"])
        user.stamp = session["stamp"] = "second"
        devices.db.session.commit()
        return ""

    phone, laptop = devices.device(1), devices.device(1)
    phone.post("/others-out")
    assert [phone.get("/me").text, laptop.get("/me").text] == ["1", "None"]


@pytest.mark.wrong("logout-everywhere", 1, "this browser to drop")
def test_clearing_the_session_leaves_a_copy_working(devices):
    phone = devices.device(1)
    copy = browser(devices.app, cookie_of(phone))
    phone.post("/logout")
    assert phone.get("/me").text == "None"
    assert copy.get("/me").text == "1"


@pytest.mark.wrong("logout-everywhere", 2, "logs out every user")
def test_a_new_secret_key_ends_the_sessions_of_everybody(devices):
    clients = devices.device(1), devices.device(2)
    devices.app.secret_key = "another"
    assert [c.get("/me").text for c in clients] == ["None", "None"]


def test_flask_login_puts_the_stamp_into_the_remember_cookie_too():
    app = Flask("login")
    app.secret_key = "k"

    class User(UserMixin):
        stamp = "first"

        def get_id(self):
            return self.stamp

    user = User()
    LoginManager(app).user_loader(lambda stamp: user if stamp == user.stamp else None)

    @app.get("/login")
    def login():
        login_user(user, remember=True)
        return ""

    @app.get("/me")
    @login_required
    def me():
        return current_user.stamp

    client = app.test_client()
    client.get("/login")
    client.delete_cookie("session")
    assert client.get_cookie("remember_token").value.startswith("first|")
    assert client.get("/me").status_code == 200
    user.stamp = "second"
    assert client.get("/me").status_code == 401
