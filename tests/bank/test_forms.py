"""Runs the code of the cards on forms and checks what they claim."""

import importlib
import re
import sqlite3
import sys

import pytest
from flask import Flask, request, session
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import CSRFError
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from sqlalchemy.exc import PendingRollbackError
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DecimalField, IntegerField, StringField, validators


@pytest.fixture
def package(card, monkeypatch):
    """Writes a card's files beside others it says exist, and imports one of its modules."""

    def start(card_id, module, **others):
        root = card(card_id).write()
        (root / "app").mkdir(exist_ok=True)
        for name, source in others.items():
            (root / "app" / name.replace("__", "/").replace("_html", ".html")).write_text(source)
        monkeypatch.syspath_prepend(root)
        return importlib.import_module(module)

    yield start
    for name in [n for n in sys.modules if n.split(".")[0] == "app"]:
        del sys.modules[name]


def token_in(html):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)[1]


# flask-wtf-forms


BOOKING = {"name": "Ann", "email": "ann@example.com", "guests": "4"}


@pytest.fixture
def booking(package, tmp_path):
    tables = "booked = []\ndef book_table(*row):\n    booked.append(row)\n"
    views = package("flask-wtf-forms", "app.views", **{"tables.py": tables})
    app = Flask(__name__, template_folder=tmp_path / "app/templates")
    app.secret_key = "k"
    app.testing = True
    app.register_blueprint(views.bp)
    return app, sys.modules["app.tables"].booked


def test_a_valid_booking_is_saved_flashed_once_and_redirected_with_303(booking):
    app, booked = booking
    client = app.test_client()
    data = BOOKING | {"csrf_token": token_in(client.get("/book").text)}
    response = client.post("/book", data=data)
    assert (response.status_code, response.location) == (303, "/book")
    assert booked == [("Ann", "ann@example.com", 4)]
    assert "Your table is booked." in client.get("/book").text
    assert "Your table is booked." not in client.get("/book").text


def test_a_wrong_booking_shows_the_errors_and_keeps_the_input(booking):
    app, booked = booking
    client = app.test_client()
    data = {"name": "   ", "email": "nobody", "guests": "0"}
    page = client.post("/book", data=data | {"csrf_token": token_in(client.get("/book").text)}).text
    for message in ("Please enter a name.", "Invalid email address.", "Number must be between 1 and 12."):
        assert message in page
    assert 'value="nobody"' in page and booked == []


def test_without_the_token_nothing_is_saved_and_the_page_says_so(booking):
    app, booked = booking
    page = app.test_client().post("/book", data=BOOKING).text
    assert "The CSRF token is missing." in page and booked == []


def test_the_token_is_bound_to_the_session(booking):
    app, booked = booking
    ann, eve = app.test_client(), app.test_client()
    ann.get("/book")
    data = BOOKING | {"csrf_token": token_in(eve.get("/book").text)}
    assert "The CSRF tokens do not match." in ann.post("/book", data=data).text
    assert booked == []


def test_the_token_needs_a_secret_key(booking):
    booking[0].secret_key = None
    with pytest.raises(RuntimeError, match="secret key"):
        booking[0].test_client().get("/book")


def test_email_without_its_package_fails_when_it_validates(booking, monkeypatch):
    app, _ = booking
    monkeypatch.setitem(sys.modules, "email_validator", None)  # as if it were not installed
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().get("/book").status_code == 200
    with pytest.raises(Exception, match="Install 'email_validator'"):
        app.test_client().post("/book", data=BOOKING)


@pytest.mark.wrong("flask-wtf-forms", 1, "validate a `FlaskForm` are")
def test_a_plain_post_view_is_unprotected_without_csrfprotect():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="k")
    app.add_url_rule("/", "index", lambda: "done", methods=["POST"])
    assert app.test_client().post("/").text == "done"
    CSRFProtect(app := Flask(__name__))
    app.secret_key = "k"
    app.add_url_rule("/", "index", lambda: "done", methods=["POST"])
    assert app.test_client().post("/").status_code == 400


# submit-methods


@pytest.mark.wrong("submit-methods", 1, "you pass `formdata` yourself")
def test_put_saves_and_get_does_not(card):
    client = card("submit-methods").load(given=0).app.test_client()
    assert client.put("/profile", data={"name": "Ann"}).text == "saved 3 letters"
    assert client.get("/profile?name=Ann").text == "nothing saved"
    assert client.get("/profile", data={"name": "Ann"}).text == "nothing saved"
    assert client.post("/profile?name=Ann").text == "nothing saved"
    assert client.post("/profile", json={"name": "Ann"}).text == "saved 3 letters"
    assert client.patch("/profile", data={"name": "Ann"}).status_code == 405


@pytest.mark.wrong("flask-wtf-forms", 2, "PATCH and DELETE as submitted")
def test_post_put_patch_and_delete_count_as_submitted():
    app = Flask(__name__)
    app.config["WTF_CSRF_ENABLED"] = False
    submitted = {}
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
        with app.test_request_context("/", method=method):
            submitted[method] = FlaskForm().is_submitted()
    assert [m for m, yes in submitted.items() if yes] == ["POST", "PUT", "PATCH", "DELETE"]


def test_the_search_form_reads_the_query_string(card):
    app = Flask(__name__)
    app.register_blueprint(card("submit-methods").load("search.py").bp)
    client = app.test_client()
    assert client.get("/search?q=cup").json == {"q": "cup"}
    empty = client.get("/search")
    assert (empty.status_code, empty.json) == (400, {"q": ["This field is required."]})


# csrf-token


@pytest.fixture
def liking(package):
    app = package("csrf-token", "app").create_app("k")
    app.testing = True
    app.add_url_rule("/stored", "stored", lambda: session["csrf_token"])
    return app


def page_token(client, **kwargs):
    return re.search(r'name="csrf-token" content="([^"]+)"', client.get("/", **kwargs).text)[1]


def like(client, token=None, **kwargs):
    headers = kwargs.pop("headers", {}) | ({"X-CSRFToken": token} if token else {})
    return client.post("/like", headers=headers, **kwargs)


def test_fetch_passes_with_the_token_in_the_header(liking):
    client = liking.test_client()
    assert like(client, page_token(client)).json == {"likes": 1}


def test_cookies_alone_or_the_token_alone_do_not_pass(liking):
    ann, eve = liking.test_client(), liking.test_client()
    token = page_token(ann)
    assert like(ann).status_code == 400
    assert like(eve, token).status_code == 400
    page_token(eve)
    assert like(eve, token).status_code == 400


def test_the_token_is_the_sessions_value_signed(liking):
    client = liking.test_client()
    token = page_token(client)
    with liking.test_request_context():
        value, signed_at = URLSafeTimedSerializer("k", salt="wtf-csrf-token").loads(token, return_timestamp=True)
    assert value == client.get("/stored").text and signed_at


@pytest.mark.wrong("csrf-token", 2, "Mostly the page was")
def test_the_token_is_valid_for_3600_seconds_by_default(liking):
    assert liking.config["WTF_CSRF_TIME_LIMIT"] == 3600
    client = liking.test_client()
    token = page_token(client)
    liking.config["WTF_CSRF_TIME_LIMIT"] = -1
    response = like(client, token)
    assert response.status_code == 400 and "The CSRF token has expired." in response.text


def test_on_https_the_referer_must_be_of_the_same_origin(liking):
    client, https = liking.test_client(), {"base_url": "https://localhost"}
    token = page_token(client, **https)
    assert "referrer header is missing" in like(client, token, **https).text
    other = like(client, token, headers={"Referer": "https://evil.example/"}, **https)
    assert other.status_code == 400
    same = like(client, token, headers={"Referer": "https://localhost/"}, **https)
    assert same.status_code == 200


def test_every_method_that_writes_is_checked_and_exempt_views_are_not(liking):
    csrf = liking.extensions["csrf"]
    writes = ["POST", "PUT", "PATCH", "DELETE"]
    liking.add_url_rule("/thing", "thing", lambda: "x", methods=["GET", *writes])

    def api():
        return "x"

    liking.add_url_rule("/api", "api", csrf.exempt(api), methods=writes)
    client = liking.test_client()
    assert {client.open("/thing", method=m).status_code for m in writes} == {400}
    assert client.get("/thing").status_code == client.post("/api").status_code == 200
    assert client.post("/unknown").status_code == 404


def test_a_failed_check_can_have_a_handler(liking):
    liking.register_error_handler(CSRFError, lambda e: (f"again: {e.description}", e.code))
    response = like(liking.test_client())
    assert (response.status_code, response.text) == (400, "again: The CSRF token is missing.")


@pytest.mark.wrong("csrf-token", 1, "ignores the content type")
def test_a_json_view_that_ignores_the_content_type_takes_a_foreign_form(liking):
    liking.add_url_rule("/mail", "mail", lambda: request.get_json(force=True), methods=["POST"])
    client = liking.test_client()
    form = {"data": '{"to": "eve", "x": "="}', "content_type": "text/plain"}  # what a form can send
    assert client.post("/mail", **form).status_code == 400
    assert client.post("/mail", json={}).status_code == 400
    liking.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/mail", **form).json["to"] == "eve"


# unique-email-race


DB = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column

db = SQLAlchemy()

class User(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
"""
PAGE = "{{ form.email() }} {{ form.email.errors }} {{ get_flashed_messages() }}"


@pytest.fixture
def register(package, tmp_path):
    (tmp_path / "app/templates").mkdir(parents=True)
    views = package("unique-email-race", "app.views", **{"db.py": DB, "templates__register_html": PAGE})
    db = views.db
    app = Flask(__name__, template_folder=tmp_path / "app/templates")
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, SECRET_KEY="k")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path}/users.db"
    db.init_app(app)
    app.register_blueprint(views.bp)
    app.add_url_rule("/", "index", lambda: "start")
    with app.app_context():
        db.create_all()

    def emails():
        with sqlite3.connect(tmp_path / "users.db") as connection:
            return sorted(row[0] for row in connection.execute("select email from user"))

    def race(email):
        """Another worker inserts the address after the check and before our insert."""

        @event.listens_for(db.session, "before_flush", once=True)
        def other_worker(*args):
            with sqlite3.connect(tmp_path / "users.db") as connection:
                connection.execute("insert into user (email) values (?)", [email])

    return app, emails, race


def post(app, email):
    return app.test_client().post("/register", data={"email": email})


def test_a_free_address_is_registered_and_a_taken_one_gets_the_message(register):
    app, emails, _ = register
    assert post(app, "ann@example.com").status_code == 303
    taken = post(app, " Ann@Example.com ")
    assert taken.status_code == 200 and "Already registered." in taken.text
    assert emails() == ["ann@example.com"]


def test_the_loser_of_the_race_gets_the_same_message_instead_of_a_500(register):
    app, emails, race = register
    race("ann@example.com")
    response = post(app, "ann@example.com")
    assert response.status_code == 200 and "Already registered." in response.text
    assert "Welcome!" not in response.text
    assert emails() == ["ann@example.com"]


def test_without_the_catch_the_race_ends_in_an_integrity_error(register, monkeypatch):
    app, _, race = register
    app.testing = False
    app.logger.disabled = True
    monkeypatch.setattr(sys.modules["app.views"], "IntegrityError", ZeroDivisionError)
    race("ann@example.com")
    assert post(app, "ann@example.com").status_code == 500


@pytest.mark.wrong("unique-email-race", 1, "only the constraint closes")
def test_a_second_check_right_before_the_insert_does_not_close_the_gap(register, monkeypatch):
    app, _, race = register
    module = sys.modules["app.views"]
    monkeypatch.setattr(module, "IntegrityError", ZeroDivisionError)
    commit = module.db.session.commit

    def checked_commit():
        with module.db.session.no_autoflush:
            assert module.db.session.scalar(module.db.select(module.User)) is None
        commit()

    monkeypatch.setattr(module.db.session, "commit", checked_commit)
    race("ann@example.com")
    with pytest.raises(Exception, match="UNIQUE constraint failed: user.email"):
        post(app, "ann@example.com")


def test_the_session_is_unusable_until_the_rollback(register, monkeypatch):
    app, _, race = register
    module = sys.modules["app.views"]
    race("ann@example.com")
    with app.app_context():
        module.db.session.add(module.User(email="ann@example.com"))
        with pytest.raises(module.IntegrityError):
            module.db.session.commit()
        with pytest.raises(PendingRollbackError):
            module.db.session.scalar(module.db.select(module.User))
        module.db.session.rollback()
        assert module.db.session.scalar(module.db.select(module.User)).email == "ann@example.com"


def test_an_empty_or_blank_address_is_refused(register):
    app, emails, _ = register
    assert post(app, "").status_code == post(app, "   ").status_code == 200
    assert app.test_client().get("/register").status_code == 200
    assert emails() == []


# zero-is-not-missing


def errors(form_class, data):
    app = Flask(__name__)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="POST", data=data):
        form = form_class()
        form.validate_on_submit()
        return form.errors


@pytest.mark.wrong("zero-is-not-missing", 1, "0 and for spaces")
def test_data_required_refuses_zero_and_input_required_takes_it(card):
    code = card("zero-is-not-missing")
    given, mended = code.load(given=0).StockForm, code.load("stock.py").StockForm
    assert errors(given, {"pieces": "0"}) == {"pieces": ["This field is required."]}
    assert errors(given, {"pieces": "1"}) == errors(mended, {"pieces": "0"}) == {}
    assert errors(mended, {"pieces": ""}) == errors(mended, {}) == {"pieces": ["This field is required."]}
    assert "pieces" in errors(mended, {"pieces": "-1"})


def accepts(field, validator, value):
    form_class = type("F", (FlaskForm,), {"f": field(validators=[validator()])})
    return not errors(form_class, MultiDict() if value is None else {"f": value})


@pytest.mark.wrong("zero-is-not-missing", 1, "0 and for spaces")
def test_the_two_differ_for_falsy_values_and_for_spaces():
    data, sent = validators.DataRequired, validators.InputRequired
    assert not accepts(DecimalField, data, "0.0") and accepts(DecimalField, sent, "0.0")
    assert not accepts(StringField, data, "   ") and accepts(StringField, sent, "   ")
    assert not accepts(BooleanField, data, "false") and accepts(BooleanField, sent, "false")


def test_a_checkbox_that_must_be_ticked_wants_data_required():
    assert accepts(BooleanField, validators.DataRequired, "y")
    assert not accepts(BooleanField, validators.DataRequired, None)


def test_optional_lets_a_field_stay_empty():
    assert accepts(IntegerField, validators.Optional, "") and not accepts(IntegerField, validators.Optional, "x")
