"""Proves the cards of "REST APIs"."""

import importlib
import sys

import pytest
from flask import Blueprint, Flask, abort, json, request
from flask_cors import CORS
from flask_wtf import CSRFProtect
from sqlalchemy import create_engine, event
from werkzeug.exceptions import BadRequestKeyError, HTTPException

MODELS = """
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

db = SQLAlchemy(model_class=Base)

class Note(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    owner: Mapped[str] = mapped_column(default="nobody")

    def as_dict(self):
        return {"id": self.id, "title": self.title, "body": self.body}

class Product(db.Model):
    __table_args__ = (Index("by_price", "price", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]
"""


def forget_app():
    for name in [n for n in sys.modules if n == "app" or n.startswith("app.")]:
        del sys.modules[name]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Writes a card's files beside a package's models and gives a function that imports from it."""
    forget_app()
    monkeypatch.syspath_prepend(tmp_path)

    def load(code):
        (tmp_path / "app").mkdir()
        (tmp_path / "app/models.py").write_text(MODELS)
        code.write(tmp_path)
        importlib.invalidate_caches()
        return lambda name: importlib.import_module(f"app.{name}")

    yield load
    forget_app()


def with_database(models, tmp_path):
    app = Flask(__name__, instance_path=str(tmp_path))
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///test.db"
    models.db.init_app(app)
    with app.app_context():
        models.db.create_all()
    return app


# rest-api


@pytest.fixture
def notes(card, package, tmp_path):
    mod = package(card("rest-api"))
    app = with_database(mod("models"), tmp_path)
    mod("urls").init_app(app)
    return app.test_client(), mod


ONE = {"title": "one", "body": "first"}


def test_create_read_replace_change_and_delete_with_their_codes(notes):
    client, _ = notes
    created = client.post("/api/notes", json=ONE)
    assert (created.status_code, created.location) == (201, "/api/notes/1")
    assert created.json == {"id": 1, **ONE}
    assert client.get(created.location).json == created.json
    assert client.get("/api/notes").json == [created.json]
    put = client.put("/api/notes/1", json={"title": "two", "body": "second"})
    assert (put.status_code, put.json["title"]) == (200, "two")
    patch = client.patch("/api/notes/1", json={"body": "third"})
    assert (patch.status_code, patch.json) == (200, {"id": 1, "title": "two", "body": "third"})
    gone = client.delete("/api/notes/1")
    assert (gone.status_code, gone.data) == (204, b"")
    assert client.get("/api/notes/1").status_code == 404


def test_bad_requests_get_415_400_422_409_and_405_as_json(notes):
    client, _ = notes
    client.post("/api/notes", json=ONE)
    answers = {
        415: client.post("/api/notes", data="title=one"),
        400: client.post("/api/notes", data="{", content_type="application/json"),
        422: client.put("/api/notes/1", json={"title": "only"}),
        409: client.post("/api/notes", json=ONE),
        405: client.delete("/api/notes"),
        404: client.get("/nowhere"),
    }
    for status, answer in answers.items():
        assert (answer.status_code, answer.mimetype) == (status, "application/json")
        assert answer.json["error"]
    assert set(answers[405].headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    for body in (["title", "body"], {**ONE, "title": None}, {}):
        assert client.post("/api/notes", json=body).status_code == 422
    assert client.get("/api/notes").json == [{"id": 1, **ONE}]


def test_mass_assignment_is_refused(notes):
    answer = notes[0].post("/api/notes", json={**ONE, "owner": "admin"})
    assert (answer.status_code, answer.json["error"]) == (422, "Send title and body, nothing else.")


def test_the_list_is_paginated_and_capped(notes):
    client, _ = notes
    for n in range(101):
        client.post("/api/notes", json={"title": str(n), "body": ""})
    assert len(client.get("/api/notes").json) == 20
    assert len(client.get("/api/notes?per_page=5000").json) == 100
    assert client.get("/api/notes?page=99").status_code == 404


def test_one_instance_serves_every_request(notes, monkeypatch):
    client, mod = notes
    seen = set()
    monkeypatch.setattr(mod("collection").NoteList, "get", lambda self: [seen.add(id(self)) or len(seen)])
    assert [client.get("/api/notes").json for _ in range(3)] == [[1]] * 3


@pytest.mark.wrong("rest-api", 1, "fails with a 500")
@pytest.mark.wrong("rest-api", 2, "handler for `HTTPException` turns")
def test_wrong_claim_in_is_enough_validation_and_abort_is_json():
    app = Flask(__name__)

    @app.post("/")
    def create():
        data = request.get_json()
        if not data or "username" not in data:
            abort(400, description="username is missing")
        return {"name": data["username"]}, 201

    client = app.test_client()
    answer = client.post("/", json={})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert client.post("/", json=["username"]).status_code == 500


# cors and its relatives


HOME, ADMIN, EVIL = "https://www.example.com", "https://admin.example.com", "https://evil.example"
ALLOW = "Access-Control-Allow-Origin"


def api(*calls):
    """An app with one view after the given CORS() calls."""
    app = Flask(__name__)
    for options in calls:
        CORS(app, **options)
    app.add_url_rule("/api/notes", "notes", lambda: [{"id": 1}], methods=["GET", "POST", "PUT"])
    return app


def ask(app, origin, method="GET", path="/api/notes", **headers):
    headers = {k.replace("_", "-"): v for k, v in headers.items()}
    return app.test_client().open(path, method=method, headers={"Origin": origin, **headers})


def preflight(app, origin, method="POST", wanted="content-type"):
    return ask(
        app, origin, "OPTIONS", Access_Control_Request_Method=method, Access_Control_Request_Headers=wanted
    )


@pytest.fixture
def listed(card):
    app = api()
    card("cors").load("app/cross_origin.py").init_app(app)
    app.add_url_rule("/page", "page", lambda: "page")
    return app


def test_only_listed_origins_may_read_and_only_the_api(listed):
    for origin in (HOME, ADMIN):
        answer = ask(listed, origin)
        assert answer.headers[ALLOW] == origin
        assert answer.headers["Access-Control-Expose-Headers"] == "Location"
        assert answer.headers["Vary"] == "Origin"
    for origin in (EVIL, HOME + ":8443", "http://www.example.com"):
        assert ALLOW not in ask(listed, origin).headers
    assert ALLOW not in ask(listed, HOME, path="/page").headers


def test_the_preflight_answers_with_methods_headers_and_max_age(listed):
    answer = preflight(listed, HOME, wanted="content-type, x-other")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "DELETE, GET, PATCH, POST"
    assert answer.headers["Access-Control-Allow-Headers"] == "content-type"
    assert answer.headers["Access-Control-Max-Age"] == "600"
    assert "Access-Control-Allow-Methods" not in preflight(listed, HOME, "PUT").headers
    assert ALLOW not in preflight(listed, EVIL).headers


@pytest.mark.wrong("cors", 2, "origin combined with credentials")
def test_any_origin_may_read_only_public_data_until_credentials_are_allowed():
    public = ask(api({"origins": "*", "send_wildcard": True}), EVIL).headers
    assert public[ALLOW] == "*" and "Access-Control-Allow-Credentials" not in public
    headers = ask(api({"supports_credentials": True}), EVIL).headers
    assert (headers[ALLOW], headers["Access-Control-Allow-Credentials"]) == (EVIL, "true")


@pytest.mark.wrong("cors", 1, "decides who may read")
def test_wrong_claim_cors_keeps_other_sites_from_calling(listed):
    ran = []
    listed.add_url_rule("/api/order", "order", lambda: ran.append(1) or "ok", methods=["POST"])
    answer = listed.test_client().post("/api/order", data={"x": 1}, headers={"Origin": EVIL})
    assert answer.status_code == 200 and ran and ALLOW not in answer.headers


def test_a_csrf_token_is_what_stops_a_cross_site_form():
    app = api()
    app.secret_key = "k"
    CSRFProtect(app)
    assert app.test_client().post("/api/notes", data={"x": 1}).status_code == 400


@pytest.mark.wrong("cors", 3, "`https://a.example.com` and matches strange")
def test_wrong_claim_a_star_in_a_host_means_every_subdomain():
    app = api({"origins": "https://*.example.com"})
    assert ALLOW not in ask(app, "https://a.example.com").headers
    assert ask(app, "https://xexample.com.evil.net").headers[ALLOW]


def test_any_origin_may_read_because_the_open_call_answers_too(card):
    app = card("two-cors-calls").load(given=0).app
    assert ask(app, EVIL).headers[ALLOW] == EVIL
    assert ask(app, EVIL).json == [{"id": 1}]
    assert ask(app, HOME).headers[ALLOW] == HOME


@pytest.mark.wrong("two-cors-calls", 1, "resources of one call, not")
@pytest.mark.wrong("two-cors-calls", 2, "same in either order")
def test_wrong_claims_the_last_call_or_the_specific_rule_wins():
    strict = {"resources": {r"/api/.*": {"origins": [HOME]}}}
    assert ask(api({}, strict), EVIL).headers[ALLOW] == EVIL
    assert ask(api(strict, {}), EVIL).headers[ALLOW] == EVIL
    one_call = {"resources": {r"/.*": {"origins": "*"}, **strict["resources"]}}
    assert ALLOW not in ask(api(one_call), EVIL).headers


@pytest.mark.wrong("two-cors-calls", 3, "200 with the data")
def test_one_call_with_a_list_hides_the_answer_but_is_no_403(card):
    app = api()
    app.config["API_ORIGINS"] = [HOME]
    card("two-cors-calls").load("app/cross_origin.py").init_app(app)
    answer = ask(app, EVIL)
    assert (answer.status_code, answer.json) == (200, [{"id": 1}])
    assert ALLOW not in answer.headers and ask(app, HOME).headers[ALLOW] == HOME


# preflight-and-api-key


@pytest.mark.wrong("preflight-and-api-key", 1, "allows all request headers")
@pytest.mark.wrong("preflight-and-api-key", 2, "`after_request` still runs, so")
def test_the_key_check_rejects_the_preflight_that_cannot_carry_the_key(card, monkeypatch):
    monkeypatch.setenv("FLASK_API_KEY", "sesame")
    app = card("preflight-and-api-key").load(given=0).app
    assert app.test_client().get("/api/notes", headers={"X-API-Key": "sesame"}).status_code == 200  # curl
    answer = preflight(app, HOME, "GET", "x-api-key")
    assert answer.status_code == 401
    assert answer.headers[ALLOW] == HOME  # wrong claim: the headers are missing
    assert answer.headers["Access-Control-Allow-Headers"] == "x-api-key"  # wrong claim: allow_headers


def test_the_gate_lets_preflights_through_and_nothing_else(card):
    app, ran = Flask(__name__), []
    app.config["API_KEY"] = "sesame"
    CORS(app, origins=[HOME])
    bp = Blueprint("api", __name__, url_prefix="/api")
    bp.before_request(card("preflight-and-api-key").load("app/gate.py").need_key)
    bp.add_url_rule("/notes", "notes", lambda: ran.append(1) or "ok")
    app.register_blueprint(bp)
    answer = preflight(app, HOME, "GET", "x-api-key")
    assert answer.status_code == 200 and answer.headers[ALLOW] == HOME and not ran
    assert ask(app, HOME).status_code == 401
    assert ask(app, HOME, X_API_Key="wrong").status_code == 401
    assert ask(app, HOME, X_API_Key="é").status_code == 401
    assert not ran and ask(app, HOME, X_API_Key="sesame").status_code == 200


# html-404-in-an-api


def api_with_errors(card, **config):
    app = Flask(__name__)
    app.config.update(config)
    card("html-404-in-an-api").load("app/errors.py").init_app(app)
    app.add_url_rule("/api/notes", "notes", lambda: request.get_json(), methods=["POST"])
    app.add_url_rule("/api/boom", "boom", lambda: 1 / 0)
    return app


def test_every_api_error_is_json_and_pages_keep_their_html(card):
    client = api_with_errors(card).test_client()
    answers = [
        client.get("/api/none"),
        client.get("/api/notes"),
        client.post("/api/notes", data="{", content_type="application/json"),
        client.post("/api/notes", data="x"),
        client.get("/api/boom"),
    ]
    assert [a.status_code for a in answers] == [404, 405, 400, 415, 500]
    assert all(a.mimetype == "application/json" and a.json["status"] == a.status_code for a in answers)
    assert answers[0].json["title"] == "Not Found"
    assert "POST" in answers[1].headers["Allow"]
    assert client.get("/none").mimetype == "text/html"


def test_debug_and_testing_let_a_crash_through(card):
    for mode in ("DEBUG", "TESTING"):
        with pytest.raises(ZeroDivisionError):
            api_with_errors(card, **{mode: True}).test_client().get("/api/boom")


@pytest.mark.wrong("html-404-in-an-api", 2, "Flask does not look")
def test_without_a_handler_errors_are_html_whatever_the_client_accepts():
    answer = Flask(__name__).test_client().get("/api/none", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


@pytest.mark.wrong("html-404-in-an-api", 1, "`abort(404)` in its views")
def test_wrong_claim_a_blueprint_handles_its_own_404s():
    app = Flask(__name__)
    bp = Blueprint("api", __name__, url_prefix="/api")
    bp.register_error_handler(HTTPException, lambda e: ({"error": e.name}, e.code))
    bp.add_url_rule("/missing", "missing", lambda: abort(404))
    app.register_blueprint(bp)
    client = app.test_client()
    assert client.get("/api/missing").mimetype == "application/json"
    assert client.get("/api/unknown").mimetype == "text/html"
    assert client.post("/api/missing").mimetype == "text/html"


@pytest.mark.wrong("html-404-in-an-api", 3, "`Allow` on a 405")
def test_wrong_claim_a_plain_dict_keeps_the_headers():
    app = Flask(__name__)
    app.register_error_handler(HTTPException, lambda e: ({"error": e.description}, e.code))
    app.add_url_rule("/", "v", lambda: "ok")
    answer = app.test_client().post("/")
    assert answer.status_code == 405 and "Allow" not in answer.headers


# pagination


PRICES = [5, 5, 5, 7, 7, 9, 9, 9, 9, 12]


@pytest.fixture
def shop(card, package, tmp_path):
    mod = package(card("pagination"))
    models = mod("models")
    app = with_database(models, tmp_path)
    app.register_blueprint(mod("products").bp)
    with app.app_context():
        models.db.session.add_all(models.Product(price=p) for p in PRICES)
        models.db.session.commit()

    @app.get("/by-page")
    def by_page():
        query = models.db.select(models.Product).order_by(models.Product.price, models.Product.id)
        return [p.id for p in models.db.paginate(query)]

    return app, models


def add(app, models, price):
    with app.app_context():
        models.db.session.add(models.Product(price=price))
        models.db.session.commit()


def test_a_cursor_walks_every_row_once_although_prices_repeat(shop):
    client = shop[0].test_client()
    ids, after = [], None
    while True:
        page = client.get("/products", query_string={"size": 4, "after": after}).json
        ids += [item["id"] for item in page["items"]]
        if not (after := page["next"]):
            break
    assert ids == list(range(1, 11))


def test_a_row_inserted_between_requests_repeats_one_with_offset_but_not_with_a_cursor(shop):
    app, models = shop
    client = app.test_client()
    first = client.get("/by-page?per_page=4").json
    page = client.get("/products?size=4").json
    add(app, models, price=1)
    second = client.get("/by-page?per_page=4&page=2").json
    assert set(first) & set(second) == {4}
    following = client.get("/products", query_string={"size": 4, "after": page["next"]}).json
    assert [item["id"] for item in following["items"]] == [5, 6, 7, 8]


def test_the_size_is_capped_and_a_bad_cursor_is_a_400(shop):
    app, models = shop
    with app.app_context():
        models.db.session.add_all(models.Product(price=20) for _ in range(150))
        models.db.session.commit()
    client = app.test_client()
    assert len(client.get("/products?size=100000").json["items"]) == 100
    assert len(client.get("/products?size=-5").json["items"]) == 1
    assert client.get("/products?after=x").status_code == 400


def test_paginate_needs_a_second_query_and_answers_404_past_the_end(shop):
    app, models = shop
    statements = []
    with app.app_context():
        event.listen(models.db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    client = app.test_client()
    client.get("/by-page?per_page=4")
    assert len(statements) == 2 and "count" in statements[1]
    statements.clear()
    client.get("/products?size=4")
    assert len(statements) == 1 and "count" not in statements[0]
    assert client.get("/by-page?page=99").status_code == 404


def test_each_page_is_a_range_scan_of_the_index(shop):
    app, models = shop
    query = "EXPLAIN QUERY PLAN SELECT id, price FROM product WHERE (price, id) > (5, 2) ORDER BY price, id LIMIT 5"
    with app.app_context():
        plan = models.db.session.connection().exec_driver_sql(query).all()
    assert len(plan) == 1 and "SEARCH" in plan[0][3] and "by_price" in plan[0][3]


@pytest.mark.wrong("pagination", 1, "produced first and then thrown")
def test_the_rows_that_offset_skips_are_produced_all_the_same(postgres_url):
    def read(rest):
        plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT id FROM product {rest}").scalar()
        top = plan[0]["Plan"]
        return top["Actual Rows"], top["Plans"][0]["Actual Rows"]  # what leaves LIMIT, what it was given

    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE product (id int PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO product SELECT generate_series(1, 6000)")
        assert read("ORDER BY id LIMIT 20 OFFSET 5000") == (20, 5020)
        assert read("WHERE id > 5000 ORDER BY id LIMIT 20") == (20, 20)
    engine.dispose()


@pytest.mark.wrong("pagination", 3, "ask for the whole")
def test_without_a_cap_one_request_gets_the_whole_table(shop):
    app, models = shop
    with app.app_context():
        models.db.session.add_all(models.Product(price=20) for _ in range(150))
        models.db.session.commit()

    @app.get("/uncapped")
    def uncapped():
        query = models.db.select(models.Product.id).limit(request.args.get("size", 50, int))
        return models.db.session.scalars(query).all()

    client = app.test_client()
    assert len(client.get("/uncapped?size=1000000").json) == len(PRICES) + 150
    assert len(client.get("/products?size=1000000").json["items"]) == 100


@pytest.mark.wrong("pagination", 2, "same price fall through")
def test_wrong_claim_the_price_alone_is_a_good_cursor(shop):
    app, models = shop
    db, Product = models.db, models.Product
    query = db.select(Product.id).order_by(Product.price, Product.id).limit(4)
    with app.app_context():
        first = db.session.scalars(query).all()
        second = db.session.scalars(query.where(Product.price > 7)).all()
    assert 5 not in first + second  # it costs 7, like the last row of the first page


# missing-json-key


@pytest.mark.wrong("missing-json-key", 1, "`request.args` and their like")
def test_a_missing_key_in_json_is_a_500_and_in_a_form_a_400(card):
    app = card("missing-json-key").load(given=0).app
    app.add_url_rule("/form", "form", lambda: request.form["title"], methods=["POST"])
    app.add_url_rule("/args", "args", lambda: request.args["title"])
    client = app.test_client()
    assert client.post("/notes", json={}).status_code == 500
    assert client.post("/form", data={}).status_code == 400
    assert client.get("/args").status_code == 400
    assert issubclass(BadRequestKeyError, KeyError)


def test_the_exceptions_behind_the_500s(card):
    app = card("missing-json-key").load(given=0).app
    app.testing = True
    for body, error in (({}, KeyError), ([1], TypeError), ("text", TypeError), (3, TypeError)):
        with pytest.raises(error):
            app.test_client().post("/notes", json=body)


def test_the_check_names_the_field(card):
    app = Flask(__name__)
    app.register_blueprint(card("missing-json-key").load("notes.py").bp)
    client = app.test_client()
    assert client.post("/notes", json={"title": " a "}).json == {"title": "a"}
    for body in ({}, {"title": None}, {"title": 3}, {"title": " "}):
        answer = client.post("/notes", json=body)
        assert answer.status_code == 422 and "title must be a non-empty string." in answer.text
    for body in ([], "x", 3):
        assert client.post("/notes", json=body).status_code == 422


@pytest.mark.wrong("missing-json-key", 2, "A non-empty list passes")
def test_wrong_claim_if_not_data_catches_a_bad_body():
    app = Flask(__name__)

    @app.post("/")
    def create():
        data = request.get_json()
        if not data:
            abort(400)
        return {"title": data["title"]}, 201

    client = app.test_client()
    assert [client.post("/", json=body).status_code for body in ({}, [], [1])] == [400, 400, 500]
    app.testing = True
    with pytest.raises(TypeError):
        client.post("/", json=[1])


@pytest.mark.wrong("missing-json-key", 3, "a 500 as well")
def test_wrong_claim_silent_makes_the_view_safe():
    app = Flask(__name__)
    app.add_url_rule("/", "v", lambda: request.get_json(silent=True)["title"], methods=["POST"])
    assert app.test_client().post("/", data="x").status_code == 500
    assert json.loads("{}").get("title") is None
