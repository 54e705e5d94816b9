"""Runs the code of the cards on error handling and checks what they claim."""

import importlib
import io
import logging
import sys
from types import ModuleType

import pytest
from flask import Blueprint, Flask, abort, render_template_string
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import IntegrityError, PendingRollbackError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError, TooManyRequests


@pytest.fixture
def package(card, monkeypatch):
    """Writes a card's files and imports one of them."""

    def start(card_id, module):
        monkeypatch.syspath_prepend(card(card_id).write())
        return importlib.import_module(module)

    yield start
    for name in [n for n in sys.modules if n.split(".")[0] in ("app", "shop")]:
        del sys.modules[name]


def quiet(app):
    app.logger.disabled = True
    return app


# error-handlers


@pytest.fixture
def shop(card, tmp_path):
    code = card("error-handlers")
    code.write()
    module = code.load("app/errors.py")
    app = quiet(Flask(__name__, template_folder=tmp_path / "app/templates"))
    module.init_app(app)

    def sold_out():
        raise module.OutOfStock

    def busy():
        raise TooManyRequests(retry_after=30)

    def crash():
        raise ValueError("secret detail")

    for view in (sold_out, busy, crash):
        app.add_url_rule(f"/{view.__name__}", view.__name__, view)
        app.add_url_rule(f"/api/{view.__name__}", f"api_{view.__name__}", view)
    return app


def test_the_api_answers_json_and_pages_answer_html(shop):
    client = shop.test_client()
    api, page = client.get("/api/nothing"), client.get("/nothing")
    assert api.status_code == 404 and "not found on the server" in api.json["error"]
    assert api.mimetype == "application/json" and page.mimetype == "text/html"
    assert page.status_code == 404 and "<h1>Not Found</h1>" in page.text


def test_own_exception_has_its_own_handler(shop):
    client = shop.test_client()
    api, page = client.get("/api/sold_out"), client.get("/sold_out")
    assert (api.status_code, api.json) == (409, {"error": "Out of stock."})
    assert page.status_code == 409 and "<p>Out of stock.</p>" in page.text and page.mimetype == "text/html"


def test_headers_of_the_error_are_kept(shop):
    client = shop.test_client()
    for prefix in ("", "/api"):
        assert "GET" in client.post(f"{prefix}/busy").headers["Allow"]
        assert client.get(f"{prefix}/busy").headers["Retry-After"] == "30"


def test_a_crash_is_logged_and_answered_as_500_without_details(shop):
    shop.logger.disabled = False
    log = io.StringIO()
    shop.logger.addHandler(logging.StreamHandler(log))
    client = shop.test_client()
    api, page = client.get("/api/crash"), client.get("/crash")
    shop.logger.handlers.clear()
    assert api.status_code == 500 and api.json["error"].startswith("The server encountered an internal error")
    assert page.status_code == 500 and "secret detail" not in page.text + api.text
    assert "ValueError: secret detail" in log.getvalue()


def answers(handlers, raise_=Forbidden, **config):
    """Which of the handlers takes the error of a blueprint's view?"""
    app, bp = quiet(Flask(__name__)), Blueprint("bp", __name__)
    app.config.update(config)
    for owner, key, name in handlers:
        {"app": app, "bp": bp}[owner].register_error_handler(key, lambda e, n=name: n)

    @bp.get("/")
    def view():
        raise raise_

    app.register_blueprint(bp, url_prefix="/bp")
    return app.test_client().get("/bp/").text


def test_code_comes_before_class_and_blueprint_before_app():
    assert answers([("app", 403, "app code"), ("bp", HTTPException, "bp class")]) == "app code"
    assert answers([("app", 403, "app code"), ("bp", 403, "bp code")]) == "bp code"
    assert answers([("app", HTTPException, "app"), ("bp", HTTPException, "bp")]) == "bp"


def test_the_closest_class_wins():
    handlers = [("app", LookupError, "far"), ("app", KeyError, "near"), ("app", Exception, "any")]
    assert answers(handlers, raise_=KeyError("x")) == "near"


def test_a_blueprint_handler_misses_unknown_urls_and_wrong_methods():
    app, bp = Flask(__name__), Blueprint("bp", __name__)
    bp.register_error_handler(404, lambda e: ("mine", 404))
    bp.register_error_handler(405, lambda e: ("mine", 405))
    bp.add_url_rule("/gone", "gone", lambda: abort(404))
    app.register_blueprint(bp, url_prefix="/bp")
    client = app.test_client()
    assert client.get("/bp/gone").text == "mine"
    assert client.get("/bp/unknown").text != "mine"
    assert client.post("/bp/gone").status_code == 405 and client.post("/bp/gone").text != "mine"


def test_a_returned_404_is_no_error_and_reaches_no_handler():
    app = Flask(__name__)
    app.register_error_handler(HTTPException, lambda e: ("handled", e.code))
    app.add_url_rule("/returned", "returned", lambda: ("mine", 404))
    app.add_url_rule("/raised", "raised", lambda: abort(404))
    client = app.test_client()
    assert [client.get(path).text for path in ("/returned", "/raised")] == ["mine", "handled"]


@pytest.mark.wrong("error-handlers", 2, "cause is in `error.original_exception`")
def test_the_500_handler_gets_internal_server_error_with_the_cause():
    app, seen = quiet(Flask(__name__)), []
    app.register_error_handler(500, lambda e: (seen.append(e), ("x", 500))[1])
    app.add_url_rule("/", "crash", lambda: 1 / 0)
    app.test_client().get("/")
    assert type(seen[0]) is InternalServerError
    assert isinstance(seen[0].original_exception, ZeroDivisionError)


@pytest.mark.wrong("error-handlers", 1, "only a body answers 200")
def test_wrong_claim_the_handlers_page_keeps_the_code_by_itself():
    app = Flask(__name__)
    app.register_error_handler(404, lambda e: "not here")
    answer = app.test_client().get("/none")
    assert (answer.status_code, answer.text) == (200, "not here")


@pytest.mark.parametrize("mode", ["DEBUG", "TESTING"])
def test_the_500_handler_is_skipped_in_debug_and_testing(mode):
    with pytest.raises(ValueError):
        answers([("app", 500, "handled")], raise_=ValueError, **{mode: True})


# error-page-in-tests


@pytest.fixture
def report(card, monkeypatch):
    code = card("error-page-in-tests")
    shop = code.load(given=0)
    monkeypatch.setitem(sys.modules, "shop", shop)
    return code, shop


def test_the_given_test_stops_with_the_exception(report):
    with pytest.raises(ZeroDivisionError):
        report[0].load(given=1).test_error_page()


def test_the_given_page_works_in_production(report):
    response = quiet(report[1].create_app()).test_client().get("/report")
    assert (response.status_code, response.text) == (500, "Sorry, that is our fault.")


def test_the_mended_test_sees_the_page(report):
    report[0].load("test_errors.py").test_error_page()


@pytest.mark.wrong("error-page-in-tests", 1, "It runs for `abort(500)`")
def test_abort_500_and_an_own_class_reach_their_handlers_in_testing(report):
    app = report[1].create_app(TESTING=True)
    app.add_url_rule("/abort", "abort", lambda: abort(500))
    assert app.test_client().get("/abort").text == "Sorry, that is our fault."
    handled = [("app", ZeroDivisionError, "handled")]
    assert answers(handled, raise_=ZeroDivisionError, TESTING=True) == "handled"


# catch-all-handler


def logged(app, path):
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    app.logger.addHandler(handler)
    response = app.test_client().get(path)
    app.logger.removeHandler(handler)
    return response, log.getvalue()


@pytest.mark.wrong("catch-all-handler", 1, "no closer handler takes, 404")
def test_the_catch_all_turns_404_and_405_into_500(card):
    app = card("catch-all-handler").load(given=0).app
    client = app.test_client()
    assert client.get("/nothing").status_code == client.post("/total").status_code == 500
    app.error_handler_spec.clear()
    assert (client.get("/nothing").status_code, client.post("/total").status_code) == (404, 405)


def test_the_catch_all_hides_the_traceback_and_shows_the_message(card):
    app = card("catch-all-handler").load(given=0).app
    torn = []
    app.teardown_request(torn.append)
    response, log = logged(app, "/total")
    assert response.json == {"error": "division by zero"}
    assert log == "" and torn == [None]
    for mode in ("DEBUG", "TESTING"):  # nothing propagates any more
        app.config[mode] = True
        assert app.test_client().get("/total").status_code == 500


def test_a_handler_for_http_exceptions_keeps_codes_and_log(card):
    app = Flask("mended")
    card("catch-all-handler").load("errors.py").init_app(app)
    app.add_url_rule("/total", "total", lambda: {"total": 1 / 0})
    crash, log = logged(app, "/total")
    assert (crash.status_code, crash.json) == (500, {"error": "Internal Server Error"})
    assert "ZeroDivisionError" in log
    client = app.test_client()
    assert client.get("/nothing").json == {"error": "Not Found"}
    wrong = client.post("/total")
    assert wrong.status_code == 405 and "GET" in wrong.headers["Allow"]


# rollback-in-500


@pytest.fixture
def users(tmp_path):
    """An app whose error page queries the database; `/crash` fails in a flush."""
    db = SQLAlchemy()

    class User(db.Model):
        name: Mapped[str] = mapped_column(primary_key=True)

    app = quiet(Flask(__name__, root_path=tmp_path, instance_path=str(tmp_path)))
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path}/users.db"
    db.init_app(app)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/500.html").write_text("Sorry, one of {{ count() }} users")
    count = app.jinja_env.globals["count"] = lambda: len(db.session.scalars(db.select(User)).all())

    @app.get("/crash")
    def crash():
        db.session.add(User(name="ann"))
        db.session.commit()

    @app.get("/caught")
    def caught():
        db.session.add(User(name="ann"))
        with pytest.raises(IntegrityError):
            db.session.commit()
        with pytest.raises(PendingRollbackError):
            count()
        db.session.rollback()
        return str(count())

    @app.get("/later")
    def later():
        db.session.add(User(name="eve"))
        db.session.commit()
        db.session.add(User(name="bob"))
        db.session.flush()
        raise ValueError

    app.add_url_rule("/count", "count", lambda: str(count()))
    with app.app_context():
        db.create_all()
        db.session.add(User(name="ann"))
        db.session.commit()
    return app, db


def with_handler(users, package):
    app, db = users
    stub = ModuleType("app.db")
    stub.db = db
    sys.modules["app.db"] = stub
    package("rollback-in-500", "app.errors").init_app(app)
    return app.test_client()


def test_with_the_rollback_the_page_can_query(users, package):
    response = with_handler(users, package).get("/crash")
    assert (response.status_code, response.text) == (500, "Sorry, one of 1 users")


def test_without_it_the_page_crashes_and_the_error_leaves_the_app(users):
    app, _ = users
    page = "{{ count() }}"
    app.register_error_handler(500, lambda e: (render_template_string(page), 500))
    with pytest.raises(PendingRollbackError):
        app.test_client().get("/crash")


@pytest.mark.wrong("rollback-in-500", 1, "The session is removed")
@pytest.mark.parametrize("handler", [None, lambda e: ("Sorry", 500)])
def test_without_a_rollback_in_any_handler_the_next_request_is_fine(users, handler):
    app, db = users
    if handler:
        app.register_error_handler(500, handler)
    sessions = []
    app.before_request(lambda: sessions.append(db.session()))
    client = app.test_client()
    assert client.get("/crash").status_code == 500
    assert client.get("/count").text == "1"
    assert sessions[0] is not sessions[1]


def test_a_view_that_goes_on_rolls_back_itself(users):
    assert users[0].test_client().get("/caught").text == "1"


@pytest.mark.wrong("rollback-in-500", 2, "was not committed yet")
def test_committed_work_stays_and_the_rest_is_dropped(users, package):
    client = with_handler(users, package)
    assert client.get("/later").status_code == 500
    assert client.get("/count").text == "2"  # ann and eve, but not bob


def test_uncommitted_work_is_dropped_without_a_handler_too(users):
    client = users[0].test_client()
    client.get("/later")
    assert client.get("/count").text == "2"


@pytest.mark.parametrize(("rolls_back", "users_left"), [(False, "3"), (True, "2")])
def test_a_handler_that_commits_saves_the_half_done_work_unless_it_rolls_back(users, rolls_back, users_left):
    app, db = users

    @app.errorhandler(500)
    def writes_an_audit_row(error):
        if rolls_back:
            db.session.rollback()
        db.session.commit()
        return "Sorry", 500

    assert app.test_client().get("/later").status_code == 500
    assert app.test_client().get("/count").text == users_left


# domain-exceptions


@pytest.fixture
def stock(package):
    errors = package("domain-exceptions", "shop.errors")
    return sys.modules["shop.stock"], errors


def test_the_service_needs_no_flask_and_the_message_is_readable(stock, card):
    module, _ = stock
    assert "flask" not in card("domain-exceptions").text("shop/stock.py").lower()
    shelf = {"cup": 1}
    module.reserve(shelf, "cup")
    assert shelf == {"cup": 0}
    with pytest.raises(module.OutOfStock, match="^Item cup is sold out$"):
        module.reserve(shelf, "cup")


@pytest.mark.parametrize("testing", [False, True])
def test_one_handler_makes_it_a_409_in_testing_too(stock, testing):
    module, errors = stock
    app = Flask(__name__)
    app.testing = testing
    errors.init_app(app)

    @app.post("/reserve/<sku>")
    def reserve(sku):
        module.reserve({}, sku)

    response = app.test_client().post("/reserve/cup")
    assert response.status_code == 409
    assert response.json == {"error": "Item cup is sold out", "sku": "cup"}


def test_other_shop_errors_fall_to_the_handler_of_the_base_class(stock):
    module, errors = stock

    class NoAddress(module.ShopError):
        pass

    app = Flask(__name__)
    errors.init_app(app)

    def order():
        raise NoAddress("No address")

    app.add_url_rule("/", "order", order)
    response = app.test_client().get("/")
    assert (response.status_code, response.json) == (400, {"error": "No address"})


@pytest.mark.wrong("domain-exceptions", 1, "should know nothing about")
def test_abort_in_a_service_gives_a_command_a_web_exception(stock):
    module, _ = stock
    app = Flask(__name__)

    def reserve_or_abort(shelf, sku):
        if shelf.get(sku, 0) == 0:
            abort(409)

    for name, service in (("short", reserve_or_abort), ("own", module.reserve)):
        app.cli.command(name)(lambda service=service: service({}, "cup"))
    short, own = (app.test_cli_runner().invoke(args=[name]).exception for name in ("short", "own"))
    assert isinstance(short, HTTPException) and short.code == 409
    assert isinstance(own, module.OutOfStock) and not isinstance(own, HTTPException)
