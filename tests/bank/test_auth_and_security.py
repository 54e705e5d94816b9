"""Proves the cards of "Authentication and security"."""

import importlib
import inspect
import random
import subprocess
import sys
from datetime import datetime, timedelta, timezone

import flask_login
import jwt
import jwt.exceptions
import pytest
from flask import Flask, Request, request, session
from flask_jwt_extended import JWTManager, create_access_token, create_refresh_token, decode_token, jwt_required
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf
from sqlalchemy import text
from werkzeug.debug import DebuggedApplication
from werkzeug.security import generate_password_hash

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")

KEY = "a key for tests that is long enough"
CHEAP = generate_password_hash("right", "scrypt:1024:8:1")
MODELS = """
from datetime import datetime
from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)

class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]

class Revoked(db.Model):
    jti: Mapped[str] = mapped_column(primary_key=True)
    expires: Mapped[datetime]
"""


def forget_app():
    for name in [n for n in sys.modules if n == "app" or n.startswith("app.")]:
        del sys.modules[name]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Puts files into a package named `app` and gives a function that imports from it."""
    forget_app()
    monkeypatch.syspath_prepend(tmp_path)

    def load(code=None, **files):
        (tmp_path / "app").mkdir(exist_ok=True)
        (tmp_path / "app/models.py").write_text(MODELS)
        for name, source in files.items():
            (tmp_path / f"app/{name}.py").write_text(source)
        if code:
            code.write(tmp_path)
        importlib.invalidate_caches()
        return lambda name: importlib.import_module(f"app.{name}")

    yield load
    forget_app()


def flask_app(tmp_path, **config):
    app = Flask(__name__, template_folder=str(tmp_path / "app/templates"), instance_path=str(tmp_path))
    app.config.update(SECRET_KEY=KEY, SQLALCHEMY_DATABASE_URI="sqlite:///test.db", **config)
    return app


def database(app, models, password_hash=CHEAP):
    models.db.init_app(app)
    with app.app_context():
        models.db.create_all()
        models.db.session.add(models.User(id=7, email="a@b.c", password_hash=password_hash))
        models.db.session.commit()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


GOOD = {"email": "a@b.c", "password": "right"}
BAD = {"email": "a@b.c", "password": "wrong"}
NOBODY = {"email": "x@y.z", "password": "right"}


# authentication


@pytest.fixture
def site(card, package, tmp_path):
    mod = package(card("authentication"))
    (tmp_path / "app/templates").mkdir()
    (tmp_path / "app/templates/sign_in.html").write_text("{{ 'wrong' if failed else 'sign in' }}")
    (tmp_path / "app/templates/me.html").write_text("{{ current_user.email }}")
    app = flask_app(tmp_path)
    database(app, mod("models"))
    mod("users").login_manager.init_app(app)
    mod("tokens").jwt.init_app(app)
    app.register_blueprint(mod("auth").bp)
    app.register_blueprint(mod("tokens").bp)
    return app, mod


def test_session_login_opens_a_protected_page_and_logout_closes_it(site):
    client = site[0].test_client()
    answer = client.get("/me")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=%2Fme")
    assert client.get(answer.location).text == "sign in"
    assert client.post("/sign-in", data=BAD).text == "wrong"
    with client.session_transaction() as before:
        before["planted"] = 1
    assert client.post("/sign-in", data=GOOD).status_code == 303
    assert client.get("/me").text == "a@b.c"
    with client.session_transaction() as after:
        assert "planted" not in after
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").status_code == 303
    assert client.get("/me").status_code == 302


def test_session_logins_need_csrf_protection_which_covers_both_forms(site):
    app, mod = site
    csrf = CSRFProtect(app)
    client = app.test_client()
    assert client.post("/sign-in", data=GOOD).status_code == 400
    assert client.post("/sign-out").status_code == 400
    assert client.post("/api/token", data=GOOD).status_code == 400
    csrf.exempt(mod("tokens").bp)
    assert client.post("/api/token", data=GOOD).status_code == 200


def test_a_missing_login_field_is_a_400(site):
    client = site[0].test_client()
    assert client.post("/sign-in", data={"email": "a@b.c"}).status_code == 400
    assert client.post("/api/token", data={"email": "a@b.c"}).status_code == 400


def test_token_login_opens_the_api_and_a_deleted_user_gets_401(site):
    app, mod = site
    client = app.test_client()
    assert client.get("/api/me").status_code == 401
    assert client.post("/api/token", data=BAD).status_code == 401
    assert client.post("/api/token", data=NOBODY).json == client.post("/api/token", data=BAD).json
    token = client.post("/api/token", data=GOOD).json["access_token"]
    assert client.get("/api/me", headers=bearer(token)).json == {"email": "a@b.c"}
    with app.app_context():
        models = mod("models")
        models.db.session.delete(models.db.session.get(models.User, 7))
        models.db.session.commit()
    assert client.get("/api/me", headers=bearer(token)).status_code == 401


def test_passwords_are_salted_scrypt_hashes_by_default(site):
    user = type("User", (), {})()
    site[1]("users").set_password(user, "right")
    first = user.password_hash
    site[1]("users").set_password(user, "right")
    assert first.startswith("scrypt:32768:8:1$") and user.password_hash != first


def test_an_unknown_user_costs_one_hash_check_as_well(site, monkeypatch):
    app, mod = site
    calls = []
    monkeypatch.setattr(mod("users"), "check_password_hash", lambda *a: calls.append(a) or True)
    with app.app_context():
        assert mod("users").verify(NOBODY) is None
    assert len(calls) == 1


@pytest.mark.wrong("authentication", 2, "copy made earlier still")
def test_wrong_claim_flask_login_logout_kills_a_copied_cookie(site):
    client = site[0].test_client()
    client.post("/sign-in", data=GOOD)
    copy = client.get_cookie("session").value
    client.post("/sign-out")
    assert client.get("/me").status_code == 302
    client.set_cookie("session", copy)
    assert client.get("/me").text == "a@b.c"


@pytest.mark.wrong("authentication", 3, "`unauthorized_handler` that returns 401")
def test_wrong_claim_login_view_suits_an_api(site):
    app, mod = site
    assert app.test_client().get("/me").status_code == 302
    mod("users").login_manager.unauthorized_handler(lambda: ({"msg": "Log in"}, 401))
    assert app.test_client().get("/me").status_code == 401


@pytest.mark.wrong("authentication", 1, "no script can read the credential")
def test_a_single_page_app_can_log_in_with_the_session_cookie(site):
    app, _ = site
    CSRFProtect(app)
    app.add_url_rule("/csrf", "csrf", lambda: {"token": generate_csrf()})
    show_me = flask_login.login_required(lambda: {"email": flask_login.current_user.email})
    app.add_url_rule("/spa/me", "spa_me", show_me)
    client = app.test_client()
    token = {"X-CSRFToken": client.get("/csrf").json["token"]}
    login = client.post("/sign-in", data=GOOD, headers=token)
    assert login.status_code == 303 and "HttpOnly" in login.headers["Set-Cookie"]
    assert client.get("/spa/me").json == {"email": "a@b.c"}


# security-practices


@pytest.fixture
def hardened(card, package, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", KEY)
    mod = package(card("security-practices"))
    app = flask_app(tmp_path)
    mod("security").harden(app)
    database(app, mod("models"))
    login = LoginManager(app)
    login.user_loader(lambda user_id: mod("models").db.session.get(mod("models").User, int(user_id)))
    app.register_blueprint(mod("orders").bp)

    @app.post("/echo")
    def echo():
        session["seen"] = True
        return str(len(request.get_data()))

    with app.app_context():
        db = mod("models").db
        db.session.execute(text("CREATE TABLE orders (ref TEXT, total INT, owner_id INT)"))
        db.session.execute(text("INSERT INTO orders VALUES ('AB123456', 5, 7), ('AB999999', 6, 8)"))
        db.session.commit()
    return app, mod


HOST = "https://www.example.com"


def test_start_stops_without_a_secret_key(card, package, tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    mod = package(card("security-practices"))
    with pytest.raises(KeyError, match="SECRET_KEY"):
        mod("security").harden(flask_app(tmp_path))


def test_headers_are_on_every_response_and_foreign_hosts_are_refused(hardened):
    client = hardened[0].test_client()
    for path in ("/none", "/orders/AB123456"):
        headers = client.get(path, base_url=HOST).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert client.get("/orders/AB123456", base_url="https://evil.example").status_code == 400


def test_csrf_check_size_limit_and_cookie_flags(hardened):
    app, mod = hardened
    client = app.test_client()
    assert client.post("/echo", base_url=HOST).status_code == 400
    mod("security").csrf.exempt(app.view_functions["echo"])
    cookie = client.post("/echo", data=b"x", base_url=HOST).headers["Set-Cookie"]
    assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert client.post("/echo", data=b"x" * (2**21 + 1), base_url=HOST).status_code == 413


def test_input_is_validated_and_a_user_sees_only_their_own_orders(hardened):
    app, _ = hardened
    client = app.test_client()
    assert client.get("/orders/AB123456", base_url=HOST).status_code == 401
    with client.session_transaction(base_url=HOST) as state:
        state["_user_id"] = "7"
    assert client.get("/orders/AB123456", base_url=HOST).json == {"ref": "AB123456", "total": 5}
    assert client.get("/orders/AB999999", base_url=HOST).status_code == 404
    assert client.get("/orders/AB12345x", base_url=HOST).status_code == 404


@pytest.mark.wrong("security-practices", 3, "you format into `text()`")
def test_bound_parameters_keep_input_out_of_the_sql(hardened):
    app, mod = hardened
    attack = "x' OR '1'='1"
    with app.app_context():
        db = mod("models").db
        assert db.session.execute(mod("orders").ONE, {"ref": attack, "me": 7}).all() == []
        formatted = text(f"SELECT ref FROM orders WHERE ref = '{attack}'")
        assert len(db.session.execute(formatted).all()) == 2  # wrong claim: an ORM rules it out
        User = mod("models").User
        assert db.session.scalars(db.select(User).where(User.email == attack)).all() == []


@pytest.mark.wrong("security-practices", 1, "and AJAX need `CSRFProtect(app)`")
def test_wrong_claim_flask_wtf_protects_the_whole_app():
    app, strict = Flask(__name__), Flask(__name__)
    CSRFProtect(strict)
    for each in (app, strict):
        each.secret_key = KEY
        each.add_url_rule("/plain", "plain", lambda: "ran", methods=["POST"])
        each.add_url_rule("/form", "form", lambda: str(FlaskForm().validate_on_submit()), methods=["POST"])
    assert app.test_client().post("/plain").text == "ran"
    assert app.test_client().post("/form").text == "False"
    assert strict.test_client().post("/plain").status_code == 400


@pytest.mark.wrong("security-practices", 2, "default and only insists")
def test_wrong_claim_get_json_force_false_validates():
    assert inspect.signature(Request.get_json).parameters["force"].default is False
    app = Flask(__name__)
    app.add_url_rule("/", "v", lambda: request.get_json(force=False), methods=["POST"])
    assert app.test_client().post("/", json=[1]).json == [1]
    assert app.test_client().post("/", data="[1]").status_code == 415


def test_only_http_only_is_a_default_and_the_debugger_offers_a_console():
    app = Flask(__name__)
    flags = [app.config[f"SESSION_COOKIE_{n}"] for n in ("HTTPONLY", "SECURE", "SAMESITE")]
    assert flags == [True, False, None]
    app.add_url_rule("/", "v", lambda: 1 / 0)
    assert "ZeroDivisionError" not in app.test_client().get("/").text
    app.debug = True
    app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)
    page = app.test_client().get("/").text
    assert "ZeroDivisionError" in page and "EVALEX = true" in page


# integer-jwt-identity


@pytest.fixture
def given_tokens(card, package, monkeypatch):
    monkeypatch.setenv("FLASK_JWT_SECRET_KEY", KEY)
    verify = "class User: id = 7\ndef verify(form): return User() if form['password'] == 'right' else None\n"
    package(users=verify)
    return card("integer-jwt-identity").load(given=0).app


@pytest.mark.wrong("integer-jwt-identity", 1, "expired token gives 401")
def test_login_succeeds_and_every_protected_call_answers_422(given_tokens):
    client = given_tokens.test_client()
    login = client.post("/login", data=GOOD)
    assert login.status_code == 200
    answer = client.get("/orders", headers=bearer(login.json["access_token"]))
    assert (answer.status_code, answer.json) == (422, {"msg": "Subject must be a string"})


def test_jwt_verify_sub_false_turns_the_check_off(given_tokens):
    client = given_tokens.test_client()
    given_tokens.config["JWT_VERIFY_SUB"] = False
    token = client.post("/login", data=GOOD).json["access_token"]
    assert client.get("/orders", headers=bearer(token)).status_code == 200


def test_a_string_subject_works_and_is_converted_back(card, package, tmp_path):
    mod = package(card("integer-jwt-identity"))
    app = flask_app(tmp_path)
    database(app, mod("models"))
    mod("tokens").jwt.init_app(app)
    app.add_url_rule("/me", "me", jwt_required()(lambda: mod("tokens").current_account().email))
    with app.app_context():
        token = create_access_token(identity=7, additional_claims={"level": 3, "roles": ["a"]})
        assert decode_token(token)["sub"] == "7" and decode_token(token)["level"] == 3
    assert app.test_client().get("/me", headers=bearer(token)).text == "a@b.c"


@pytest.mark.wrong("integer-jwt-identity", 1, "expired token gives 401")
def test_wrong_claim_422_means_expired_or_wrong_key():
    app = Flask(__name__)
    app.config["JWT_SECRET_KEY"] = KEY
    JWTManager(app)
    app.add_url_rule("/", "v", jwt_required()(lambda: "ok"))
    with app.app_context():
        expired = create_access_token("7", expires_delta=timedelta(seconds=-1))
        app.config["JWT_SECRET_KEY"] = "another key that is just as long as it"
        foreign = create_access_token("7")
        app.config["JWT_SECRET_KEY"] = KEY
    assert app.test_client().get("/", headers=bearer(expired)).status_code == 401
    answer = app.test_client().get("/", headers=bearer(foreign))
    assert (answer.status_code, answer.json["msg"]) == (422, "Signature verification failed")


@pytest.mark.wrong("integer-jwt-identity", 2, "`sub` and `exp` have")
def test_own_claims_may_be_any_json_value_and_registered_ones_have_a_type():
    own = {"level": 3, "roles": ["a"], "admin": False, "address": {"city": None}}
    assert jwt.decode(jwt.encode(own, KEY), KEY, ["HS256"]) == own
    with pytest.raises(jwt.exceptions.InvalidSubjectError, match="must be a string"):
        jwt.decode(jwt.encode({"sub": 7}, KEY), KEY, ["HS256"])
    with pytest.raises(jwt.DecodeError, match="must be an integer"):
        jwt.decode(jwt.encode({"exp": "tomorrow"}, KEY), KEY, ["HS256"])


# jwt-logout


@pytest.fixture
def revocable(card, package, tmp_path):
    mod = package(card("jwt-logout"))
    app = flask_app(tmp_path)
    database(app, mod("models"))
    mod("tokens").jwt.init_app(app)
    app.register_blueprint(mod("tokens").bp)
    app.add_url_rule("/me", "me", jwt_required()(lambda: "me"))
    refresh = jwt_required(refresh=True)(lambda: create_access_token("7"))
    app.add_url_rule("/refresh", "refresh", refresh, methods=["POST"])
    with app.app_context():
        return app, mod, create_access_token("7"), create_refresh_token("7")


def test_a_revoked_access_token_is_refused_although_it_has_not_expired(revocable):
    app, _, access, _ = revocable
    client = app.test_client()
    assert client.get("/me", headers=bearer(access)).status_code == 200
    assert client.delete("/token", headers=bearer(access)).status_code == 204
    answer = client.get("/me", headers=bearer(access))
    assert (answer.status_code, answer.json["msg"]) == (401, "Token has been revoked")


@pytest.mark.wrong("jwt-logout", 1, "it works until `exp`")
def test_a_copy_of_a_token_that_the_client_deleted_works_until_it_expires(revocable, monkeypatch):
    app, _, access, _ = revocable
    browser = {"token": access}
    copy = browser.pop("token")  # the client's logout: no request, and no change on the server
    assert app.test_client().get("/me", headers=bearer(copy)).status_code == 200
    expires = datetime.fromtimestamp(jwt.decode(copy, KEY, ["HS256"])["exp"], timezone.utc)

    def at(moment):
        clock = type("Clock", (datetime,), {"now": classmethod(lambda cls, tz=None: moment)})
        monkeypatch.setattr("jwt.api_jwt.datetime", clock)
        return app.test_client().get("/me", headers=bearer(copy))

    assert at(expires - timedelta(seconds=1)).status_code == 200
    answer = at(expires)
    assert (answer.status_code, answer.json["msg"]) == (401, "Token has expired")


@pytest.mark.wrong("jwt-logout", 2, "a new access token")
def test_wrong_claim_revoking_the_access_token_ends_the_login(revocable):
    app, _, access, refresh = revocable
    client = app.test_client()
    client.delete("/token", headers=bearer(access))
    fresh = client.post("/refresh", headers=bearer(refresh)).text
    assert client.get("/me", headers=bearer(fresh)).status_code == 200
    assert client.delete("/token", headers=bearer(refresh)).status_code == 204
    assert client.post("/refresh", headers=bearer(refresh)).status_code == 401


def test_the_blocklist_may_forget_expired_tokens(revocable):
    app, mod, access, _ = revocable
    app.test_client().delete("/token", headers=bearer(access))
    db, Revoked = mod("models").db, mod("models").Revoked
    now = datetime.now(timezone.utc)
    with app.app_context():
        mod("tokens").forget_expired(now)
        assert db.session.scalar(db.select(db.func.count()).select_from(Revoked)) == 1
        mod("tokens").forget_expired(now + timedelta(minutes=16))
        assert db.session.scalar(db.select(db.func.count()).select_from(Revoked)) == 0
    assert app.config["JWT_ACCESS_TOKEN_EXPIRES"] == timedelta(minutes=15)


@pytest.mark.wrong("jwt-logout", 3, "It ends every token")
def test_wrong_claim_a_new_signing_key_logs_one_user_out(revocable):
    app, _, access, _ = revocable
    with app.app_context():
        other = create_access_token("8")
    app.config["JWT_SECRET_KEY"] = "another key that is just as long as it"
    assert [app.test_client().get("/me", headers=bearer(t)).status_code for t in (access, other)] == [422, 422]


# login-timing


def logins(module, app, monkeypatch):
    """Status, message and number of computed hashes for a good, a bad and an unknown login."""
    seen, real = [], module.check_password_hash
    monkeypatch.setattr(module, "check_password_hash", lambda *a: seen.append(a) or real(*a))
    app.register_blueprint(module.bp)
    rows = []
    for form in (GOOD, BAD, NOBODY):
        seen.clear()
        answer = app.test_client().post("/login", data=form)
        rows.append((answer.status_code, answer.text, len(seen)))
    return rows, seen


@pytest.mark.wrong("login-timing", 1, "much of a hash")
@pytest.mark.wrong("login-timing", 3, "codes, sign-up and password reset")
def test_an_unknown_email_skips_the_hash_behind_the_same_message(card, package, tmp_path, monkeypatch):
    mod = package()
    app = flask_app(tmp_path)
    database(app, mod("models"))
    rows, _ = logins(card("login-timing").load(given=0), app, monkeypatch)
    assert [(r[0], r[2]) for r in rows] == [(204, 1), (401, 1), (401, 0)]
    assert rows[1][1] == rows[2][1]


def test_the_dummy_makes_both_failures_cost_one_hash_of_the_same_kind(card, package, tmp_path, monkeypatch):
    mod = package(card("login-timing"))
    app = flask_app(tmp_path)
    database(app, mod("models"))
    rows, last = logins(mod("auth"), app, monkeypatch)
    assert [(r[0], r[2]) for r in rows] == [(204, 1), (401, 1), (401, 1)]
    assert last[0][0].split("$")[0] == generate_password_hash("x").split("$")[0]


def test_the_dummys_password_logs_nobody_in(card, package, tmp_path):
    mod = package(card("login-timing"))
    app = flask_app(tmp_path)
    database(app, mod("models"))
    app.register_blueprint(mod("auth").bp)
    form = {"email": "x@y.z", "password": "nobody has this password"}
    assert app.test_client().post("/login", data=form).status_code == 401


@pytest.mark.wrong("login-timing", 2, "Averaging a few hundred tries")
def test_wrong_claim_a_random_delay_hides_the_difference(card, package, tmp_path, monkeypatch):
    """On a clock of its own, where a hash takes 60 ms and every answer waits for up to 200 ms more."""
    mod = package()
    app = flask_app(tmp_path)
    database(app, mod("models"))
    module, clock, noise = card("login-timing").load(given=0), [0.0], random.Random(1)

    def spend(milliseconds):
        clock[0] += milliseconds

    monkeypatch.setattr(module, "check_password_hash", lambda *a: spend(60))
    app.register_blueprint(module.bp)
    app.before_request(lambda: spend(noise.uniform(0, 200)))
    client = app.test_client()

    def average(form, tries=300):
        start = clock[0]
        assert {client.post("/login", data=form).status_code for _ in range(tries)} == {401}
        return (clock[0] - start) / tries

    assert average(BAD) - average(NOBODY) == pytest.approx(60, abs=15)


# logout-by-get


class Ann(UserMixin):
    id = "7"


def logout_site(module, tmp_path, csrf=False):
    app = flask_app(tmp_path, REMEMBER_COOKIE_DURATION=60)
    LoginManager(app).user_loader(lambda _id: Ann())
    app.register_blueprint(module.bp)
    app.add_url_rule("/", "index", lambda: "home")
    app.add_url_rule("/in", "in", lambda: str(flask_login.login_user(Ann(), remember="r" in request.args)))
    app.add_url_rule("/who", "who", lambda: str(flask_login.current_user.is_authenticated))
    if csrf:
        CSRFProtect(app)
    return app


def test_a_plain_link_logs_the_user_out(card, tmp_path):
    client = logout_site(card("logout-by-get").load(given=0), tmp_path).test_client()
    client.get("/in")
    client.get("/logout", headers={"Referer": "https://evil.example/"})
    assert client.get("/who").text == "False"


@pytest.mark.wrong("logout-by-get", 1, "a `SameSite` cookie, stops")
def test_the_post_form_with_a_token_is_the_only_way_out(card, tmp_path):
    code = card("logout-by-get")
    code.write()
    app = logout_site(code.load("app/auth.py"), tmp_path, csrf=True)
    app.add_url_rule("/page", "page", lambda: app.jinja_env.get_template("_logout.html").render())
    client = app.test_client()
    client.get("/in")
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 400
    assert client.get("/who").text == "True"
    token = client.get("/page").text.split('value="')[1].split('"')[0]
    assert client.post("/logout", data={"csrf_token": token}).status_code == 303
    assert client.get("/who").text == "False"


@pytest.mark.wrong("logout-by-get", 1, "a `SameSite` cookie, stops")
def test_wrong_claim_post_alone_is_enough(card, tmp_path):
    client = logout_site(card("logout-by-get").load("app/auth.py"), tmp_path).test_client()
    client.get("/in")
    client.post("/logout", headers={"Origin": "https://evil.example"})
    assert client.get("/who").text == "False"


@pytest.mark.wrong("logout-by-get", 3, "With remember-me it erases")
def test_wrong_claim_clearing_the_session_after_logout_user_is_more_thorough(card, tmp_path):
    app = logout_site(card("logout-by-get").load("app/auth.py"), tmp_path)

    @app.post("/thorough")
    def thorough():
        flask_login.logout_user()
        session.clear()
        return ""

    for path, logged_in in (("/logout", "False"), ("/thorough", "True")):
        client = app.test_client()
        client.get("/in?r=1")
        client.post(path)
        assert client.get("/who").text == logged_in


# session-cookie-readable


def session_app(key=KEY, fallbacks=None, **config):
    app = Flask(__name__)
    app.config.update(SECRET_KEY=key, SECRET_KEY_FALLBACKS=fallbacks, **config)
    app.add_url_rule("/get", "get", lambda: session.get("role", "nobody"))

    @app.get("/set/<role>")
    def put(role):
        session["role"] = role
        if "permanent" in request.args:
            session.permanent = True
        return ""

    return app


def cookie_of(app, path="/set/user"):
    client = app.test_client()
    client.get(path)
    return client.get_cookie("session").value


def read_with(app, cookie, path="/get"):
    client = app.test_client()
    client.set_cookie("session", cookie)
    return client.get(path)


@pytest.mark.wrong("session-cookie-readable", 1, "It is only signed")
def test_anyone_can_read_the_session_without_the_key(card):
    peek = card("session-cookie-readable").load("peek.py").peek
    assert peek(cookie_of(session_app())) == b'{"role":"user"}'
    long = cookie_of(session_app(), "/set/" + "a" * 500)
    assert long.startswith(".") and b"aaaa" in peek(long)


@pytest.mark.wrong("session-cookie-readable", 2, "with an empty session")
def test_a_changed_cookie_is_an_empty_session_and_no_error(card):
    app = session_app()
    body, rest = cookie_of(app).split(".", 1)
    forged = cookie_of(session_app("wrong key"), "/set/admin").split(".", 1)[0] + "." + rest
    answer = read_with(app, forged)
    assert (answer.status_code, answer.text) == (200, "nobody")
    assert read_with(app, f"{body}.{rest}").text == "user"


def test_the_key_is_enough_to_forge_and_an_old_copy_stays_valid():
    app = session_app()
    assert read_with(app, cookie_of(session_app(KEY), "/set/admin")).text == "admin"
    client = app.test_client()
    client.get("/set/user")
    old = client.get_cookie("session").value
    client.get("/set/guest")
    assert read_with(app, old).text == "user"


def test_werkzeug_warns_about_a_large_cookie():
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=6000))
    with pytest.warns(UserWarning, match="too large"):
        session_app().test_client().get(f"/set/{noise}")


# rotate-secret-key


def fleet(card, monkeypatch, step):
    """The settings after one step of the card's script, as the card's config reads them."""
    code = card("rotate-secret-key")
    lines = [line for line in code.to_run("rotate.sh").splitlines() if line.startswith("export")]
    script = lines[step - 1] + '; printf "%s|%s" "$SECRET_KEY" "$READ_KEYS"'
    shown = subprocess.run(["sh", "-c", script], env={"OLD": "old", "NEW": "new"}, capture_output=True, text=True)
    key, read = shown.stdout.split("|")
    monkeypatch.setenv("SECRET_KEY", key)
    monkeypatch.setenv("READ_KEYS", read)
    config = code.load("config.py")
    return session_app(config.SECRET_KEY, config.SECRET_KEY_FALLBACKS)


def test_the_three_steps_never_lose_a_session_between_neighbors(card, monkeypatch):
    before, after = session_app("old"), session_app("new")
    one, two, three = (fleet(card, monkeypatch, n) for n in (1, 2, 3))
    for left, right in ((before, one), (one, two), (two, three)):
        assert read_with(right, cookie_of(left)).text == "user"
        assert read_with(left, cookie_of(right)).text == "user"
    assert read_with(after, cookie_of(two)).text == "user"  # the new key signs
    assert read_with(three, cookie_of(before)).text == "nobody"
    assert read_with(before, cookie_of(two)).text == "nobody"  # why step one is needed


@pytest.mark.wrong("rotate-secret-key", 2, "changed or permanent session")
def test_wrong_claim_reading_signs_again():
    app = session_app("new", ["old"])
    answer = read_with(app, cookie_of(session_app("old")))
    assert answer.text == "user" and "Set-Cookie" not in answer.headers
    permanent = read_with(app, cookie_of(session_app("old"), "/set/user?permanent"))
    changed = read_with(app, cookie_of(session_app("old"), "/set/admin"), path="/set/user")
    for answer in (permanent, changed):
        again = answer.headers["Set-Cookie"].split(";")[0].partition("=")[2]
        assert read_with(session_app("new"), again).text == "user"


@pytest.mark.wrong("rotate-secret-key", 1, "Flask reads `SECRET_KEY_FALLBACKS`")
def test_wrong_claim_the_option_is_old_secret_keys():
    app = session_app("new", OLD_SECRET_KEYS=["old"])
    assert read_with(app, cookie_of(session_app("old"))).text == "nobody"
    assert read_with(session_app("new", ["old"]), cookie_of(session_app("old"))).text == "user"


@pytest.mark.wrong("rotate-secret-key", 3, "attacker's forged sessions are accepted")
def test_a_leaked_key_as_fallback_accepts_forged_sessions():
    forged = cookie_of(session_app("leaked"), "/set/admin")
    assert read_with(session_app("new", ["leaked"]), forged).text == "admin"


def test_the_default_lifetime_is_31_days_and_bounds_every_session_cookie(monkeypatch):
    app = session_app()
    assert app.permanent_session_lifetime == timedelta(days=31)
    cookie = cookie_of(app)
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=-1)
    assert read_with(app, cookie).text == "nobody"


def test_csrf_tokens_and_remember_me_know_only_the_current_key(card, tmp_path):
    app = logout_site(card("logout-by-get").load("app/auth.py"), tmp_path, csrf=True)
    app.add_url_rule("/token", "token", lambda: app.jinja_env.globals["csrf_token"]())
    client = app.test_client()
    client.get("/in?r=1")
    token = client.get("/token").text
    app.config.update(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[KEY])
    assert client.get("/who").text == "True"  # the session itself survives
    assert client.post("/logout", data={"csrf_token": token}).status_code == 400
    client.delete_cookie("session")
    assert client.get("/who").text == "False"  # the remember-me cookie does not


# cookie-flags


def cookies(config):
    app = Flask(__name__)
    app.config.from_mapping(config, SECRET_KEY=KEY)
    LoginManager(app).user_loader(lambda _id: Ann())
    app.add_url_rule("/", "v", lambda: str(flask_login.login_user(Ann(), remember=True)))
    client = app.test_client()
    found = client.get("/", base_url="https://localhost").headers.getlist("Set-Cookie")
    return {c.split("=")[0]: c.split("; ")[1:] for c in found}


@pytest.mark.wrong("cookie-flags", 1, "`Secure` and `SameSite` are")
def test_flask_sets_only_http_only_by_default():
    found = cookies({})
    assert found["session"] == ["HttpOnly", "Path=/"]
    assert "HttpOnly" in found["remember_token"] and "Secure" not in found["remember_token"]


def test_the_cards_settings_set_every_flag_on_both_cookies(card):
    module = card("cookie-flags").load("config.py")
    found = cookies({n: v for n, v in vars(module).items() if n.isupper()})
    for name in ("__Host-session", "remember_token"):
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(found[name])
        assert not any(flag.startswith("Domain") for flag in found[name])


def test_session_settings_leave_the_remember_me_cookie_open():
    found = cookies({"SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_SAMESITE": "Lax"})
    assert "Secure" in found["session"] and "Secure" not in found["remember_token"]


@pytest.mark.wrong("session-cookie-readable", 3, "in the browser's tools")
def test_no_flag_hides_the_content_from_the_user_who_gets_the_cookie(card):
    app = session_app(SESSION_COOKIE_SECURE=True)
    cookie, *flags = app.test_client().get("/set/user").headers["Set-Cookie"].partition("=")[2].split("; ")
    assert {"HttpOnly", "Secure"} <= set(flags)
    assert card("session-cookie-readable").load("peek.py").peek(cookie) == b'{"role":"user"}'


def test_a_lax_cookie_alone_does_not_stop_a_post_that_carries_it_and_a_token_does():
    """The server's half only: that a browser adds the cookie for a sister subdomain is its own doing."""
    for protect, status in ((lambda app: None, 200), (CSRFProtect, 400)):
        app = session_app(SESSION_COOKIE_SAMESITE="Lax")
        protect(app)
        app.add_url_rule("/pay", "pay", lambda: session["role"], methods=["POST"])
        client = app.test_client()
        assert "SameSite=Lax" in client.get("/set/user").headers["Set-Cookie"]
        assert client.post("/pay", headers={"Origin": "http://blog.localhost"}).status_code == status


def test_csrf_tokens_and_remember_me_ignore_the_fallbacks(tmp_path):
    def site(key, fallbacks=None):
        app = flask_app(tmp_path, SECRET_KEY_FALLBACKS=fallbacks, REMEMBER_COOKIE_DURATION=60)
        app.secret_key = key
        CSRFProtect(app)
        LoginManager(app).user_loader(lambda _id: Ann())
        app.add_url_rule("/token", "token", lambda: generate_csrf())
        app.add_url_rule("/form", "form", lambda: "sent", methods=["POST"])
        app.add_url_rule("/in", "in", lambda: str(flask_login.login_user(Ann(), remember=True)))
        app.add_url_rule("/who", "who", lambda: str(flask_login.current_user.is_authenticated))
        return app

    old, same, new = site("old").test_client(), site("old").test_client(), site("new", ["old"]).test_client()
    token = old.get("/token").text
    old.get("/in")
    cookies = {name: old.get_cookie(name).value for name in ("session", "remember_token")}
    for client, form, remembered in ((same, 200, "True"), (new, 400, "False")):
        client.set_cookie("session", cookies["session"])
        assert client.get("/who").text == "True"
        assert client.post("/form", data={"csrf_token": token}).status_code == form
        client.delete_cookie("session")
        client.set_cookie("remember_token", cookies["remember_token"])
        assert client.get("/who").text == remembered
