"""Proves the cards of "Validation and OpenAPI"."""

import importlib
import json
import logging
import sys
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from decimal import Decimal
from types import ModuleType
from uuid import UUID

import marshmallow
import pytest
from flask import Flask, request
from flask_smorest import Api, Blueprint
from flask_sqlalchemy import SQLAlchemy
from pydantic import BaseModel, ValidationError, field_validator
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.http import parse_date


@pytest.fixture
def site(monkeypatch):
    """An app with one user and one product, and the models that the cards import."""

    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class User(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]
        nickname: Mapped[str | None]

    class Product(db.Model):
        id: Mapped[int] = mapped_column(primary_key=True)
        cents: Mapped[int]

    models = ModuleType("models")
    models.__dict__.update(db=db, User=User, Product=Product)
    monkeypatch.setitem(sys.modules, "models", models)
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    with app.app_context():
        db.create_all()
        db.session.add(User(name="Ann", nickname="Annie"))
        db.session.add(Product(cents=999))
        db.session.commit()
    return app, models


def ann(site):
    app, models = site
    with app.app_context():
        user = models.db.session.get(models.User, 1)
        return user.name, user.nickname


# validating-a-json-body


@pytest.fixture
def bookings(card):
    return card("validating-a-json-body").load("bookings.py")


GOOD = {"name": "Ann", "guests": 2, "day": "2027-03-01"}


@pytest.mark.wrong("validating-a-json-body", 1, "checks are a convenience")
def test_one_answer_names_every_wrong_field_and_repeats_no_input(bookings):
    client = bookings.app.test_client()
    created = client.post("/bookings", json=GOOD)
    assert (created.status_code, created.json) == (201, GOOD)
    answer = client.post("/bookings", json={"guests": 99, "day": "soon", "passwrd": "hunter2"})
    assert answer.status_code == 422 and answer.mimetype == "application/json"
    assert {error["loc"][0] for error in answer.json["errors"]} == {"name", "guests", "day", "passwrd"}
    assert {key for error in answer.json["errors"] for key in error} == {"loc", "msg", "type"}
    assert "hunter2" not in answer.text
    assert client.post("/bookings", json=[GOOD]).status_code == 422
    assert client.post("/bookings", data="{", content_type="application/json").status_code == 400
    assert client.post("/bookings", data=GOOD).status_code == 415


def test_the_view_sees_real_types(bookings):
    booking = bookings.Booking.model_validate(GOOD)
    assert (booking.day.year, booking.guests) == (2027, 2)


def test_the_defaults_ignore_unknown_fields_and_convert_texts():
    class Loose(BaseModel):
        guests: int

    assert Loose.model_validate({"guests": "2", "other": 1}).model_dump() == {"guests": 2}


def test_the_helper_leaves_other_validation_errors_alone(bookings):
    bookings.app.add_url_rule("/bug", view_func=lambda: bookings.Booking(name="").model_dump())
    assert bookings.app.test_client().get("/bug").status_code == 500


@pytest.mark.wrong("validating-a-json-body", 2, "which is a 500")
def test_without_a_handler_it_is_a_500(bookings):
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: bookings.Booking.model_validate({}))
    assert app.test_client().get("/").status_code == 500


@pytest.mark.wrong("validating-a-json-body", 3, "validator raised a `ValueError`")
def test_the_raw_errors_repeat_the_input_and_may_not_be_json():
    class Account(BaseModel):
        password: str

        @field_validator("password")
        @classmethod
        def long_enough(cls, value):
            if len(value) < 12:
                raise ValueError("too short")
            return value

    app = Flask("raw")
    app.add_url_rule("/", "create", lambda: Account.model_validate(request.get_json()), methods=["POST"])
    app.register_error_handler(ValidationError, lambda e: ({"errors": e.errors()}, 422))
    client = app.test_client()
    assert '"input":7' in client.post("/", json={"password": 7}).text
    assert client.post("/", json={"password": "hunter2"}).status_code == 500
    app.testing = True
    with pytest.raises(TypeError, match="ValueError is not JSON serializable"):
        client.post("/", json={"password": "hunter2"})
    with pytest.raises(ValidationError) as raised:
        Account.model_validate({"password": "hunter2"})
    assert raised.value.errors()[0]["input"] == "hunter2" and "hunter2" in str(raised.value)


class NoteSchema(marshmallow.Schema):
    title = marshmallow.fields.String(required=True)
    tag = marshmallow.fields.String(allow_none=True)


def test_marshmallow_refuses_unknown_fields_and_serializes():
    with pytest.raises(marshmallow.ValidationError, match="Unknown field"):
        NoteSchema().load({"title": "a", "other": 1})
    assert NoteSchema().dump({"title": "a", "other": 1}) == {"title": "a"}


# patch-null-or-missing


def patched(site, module, body):
    app, _ = site
    app.register_blueprint(module.bp)
    client = app.test_client()
    return [client.patch("/users/1", json=each).status_code for each in body]


def test_the_given_view_cannot_clear_the_nickname(site, card):
    module = card("patch-null-or-missing").load(given=0)
    assert patched(site, module, [{"nickname": "Nan"}, {"nickname": None}]) == [204, 204]
    assert ann(site) == ("Ann", "Nan")


def test_the_answer_tells_missing_null_and_value_apart(site, card):
    module = card("patch-null-or-missing").load("users_fixed.py")
    codes = patched(site, module, [{}, {"name": "Anna"}])
    assert codes == [204, 204] and ann(site) == ("Anna", "Annie")
    client = site[0].test_client()
    assert client.patch("/users/1", json={"nickname": None}).status_code == 204
    assert ann(site) == ("Anna", None)
    refused = client.patch("/users/1", json={"name": None})
    assert (refused.status_code, refused.json) == (422, {"wrong": [["name"]]})
    assert client.patch("/users/2", json={}).status_code == 404
    assert module.Changes.model_validate({"nickname": None}).model_fields_set == {"nickname"}


@pytest.mark.wrong("patch-null-or-missing", 1, "makes the field optional")
def test_the_type_with_none_allows_null_and_is_still_required():
    class Nullable(BaseModel):
        name: str | None

    assert Nullable.model_validate({"name": None}).name is None
    with pytest.raises(ValidationError, match="Field required"):
        Nullable.model_validate({})


@pytest.mark.wrong("patch-null-or-missing", 2, "client did not mention")
def test_a_plain_dump_overwrites_what_was_not_sent(site, card):
    module = card("patch-null-or-missing").load("users_fixed.py")
    changes = module.Changes.model_validate({"nickname": "Nan"})
    assert changes.model_dump() == {"name": "", "nickname": "Nan"}
    assert changes.model_dump(exclude_unset=True) == {"nickname": "Nan"}


def test_null_for_the_name_would_reach_the_not_null_column(site, card):
    given = card("patch-null-or-missing").given[0]
    module = {"__name__": "naive"}
    exec(given.replace("exclude_none", "exclude_unset"), module)
    site[0].register_blueprint(module["bp"])
    site[0].testing = True
    with pytest.raises(IntegrityError, match="NOT NULL constraint failed: user.name"):
        site[0].test_client().patch("/users/1", json={"name": None})


def test_marshmallow_partial_does_the_same():
    schema = NoteSchema()
    assert schema.load({"tag": None}, partial=True) == {"tag": None}
    assert schema.load({}, partial=True) == {}
    with pytest.raises(marshmallow.ValidationError, match="may not be null"):
        schema.load({"title": None}, partial=True)


# json-dates


@pytest.mark.wrong("json-dates", 1, "ISO 8601 needs `isoformat()`")
def test_both_arrive_as_http_dates(card):
    app = card("json-dates").load(given=0).app
    assert app.test_client().get("/event").json == {
        "starts": "Mon, 01 Mar 2027 09:30:00 GMT",
        "day": "Mon, 01 Mar 2027 00:00:00 GMT",
    }


def test_an_aware_datetime_is_converted_and_loses_its_microseconds():
    rome = datetime(2027, 3, 1, 9, 30, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    assert Flask("x").json.dumps(rome) == '"Mon, 01 Mar 2027 08:30:00 GMT"'


@pytest.mark.wrong("json-dates", 2, "which keeps all digits")
def test_the_other_types_of_the_default_provider():
    @dataclass
    class Point:
        x: int

    dumps = Flask("x").json.dumps
    assert dumps([Decimal("9.90"), UUID(int=1), Point(1)]) == (
        '["9.90", "00000000-0000-0000-0000-000000000001", {"x": 1}]'
    )
    for value in ({1}, time(9, 30)):
        with pytest.raises(TypeError, match="not JSON serializable"):
            dumps(value)
    app = Flask("x")
    app.add_url_rule("/", view_func=lambda: {"tags": {1}})
    assert app.test_client().get("/").status_code == 500


def test_the_provider_sends_iso_and_refuses_a_naive_datetime(card):
    app = card("json-dates").load("app.py").app
    assert app.test_client().get("/event").json == {"starts": "2027-03-01T09:30:00+00:00", "day": "2027-03-01"}
    assert app.json.dumps(Decimal("9.90")) == '"9.90"'
    with pytest.raises(TypeError, match="time zone"):
        app.json.dumps(datetime(2027, 3, 1))


# openapi-from-code


@pytest.fixture
def smorest(card, monkeypatch, tmp_path):
    names = ("api", "app", "test_contract")
    store = ModuleType("store")
    store.NOTES = {}
    monkeypatch.setitem(sys.modules, "store", store)
    card("openapi-from-code").write()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in names:
        sys.modules.pop(name, None)
    importlib.invalidate_caches()
    yield importlib.import_module("app").create_app(), store
    for name in names:
        sys.modules.pop(name, None)


@pytest.mark.wrong("openapi-from-code", 2, "answers 422 by itself")
def test_the_schemas_validate_serialize_and_describe(smorest):
    app, store = smorest
    client = app.test_client()
    created = client.post("/notes/", json={"title": "one"})
    assert (created.status_code, created.json) == (201, {"id": 1, "title": "one"})
    assert store.NOTES[1]["secret"] == "x"
    for body in ({}, {"title": ""}, {"title": "a", "id": 7}):
        assert client.post("/notes/", json=body).status_code == 422
    store.NOTES.update({n: {} for n in range(1000)})
    assert client.post("/notes/", json={"title": "one"}).status_code == 409

    document = client.get("/openapi.json").json
    post = document["paths"]["/notes/"]["post"]
    assert document["openapi"] == "3.1.0" and {"201", "409", "422"} <= set(post["responses"])
    assert post["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/NoteIn"}
    assert document["components"]["schemas"]["NoteIn"]["properties"]["title"]["maxLength"] == 80


def test_a_dump_is_not_validated(smorest):
    app, store = smorest
    assert sys.modules["api"].NoteOut().dump({"id": 1, "title": ""}) == {"id": 1, "title": ""}
    with app.app_context():
        assert sys.modules["api"].NoteOut().validate({"title": ""})


def test_the_contract_test_fails_until_the_document_is_written_again(smorest, tmp_path):
    app, _ = smorest
    written = app.test_cli_runner().invoke(args=["openapi", "write", "openapi.json"])
    assert written.exit_code == 0
    check = importlib.import_module("test_contract").test_the_committed_document_is_current
    check()
    document = json.loads((tmp_path / "openapi.json").read_text())
    document["components"]["schemas"]["NoteIn"]["properties"]["title"]["maxLength"] = 100
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    with pytest.raises(AssertionError):
        check()


@pytest.mark.wrong("openapi-from-code", 1, "Nothing executes a docstring")
def test_a_docstring_is_repeated_whatever_the_code_does(smorest):
    api = sys.modules["api"]
    bp = Blueprint("more", __name__)

    @bp.post("/more")
    @bp.arguments(api.NoteIn)
    def more(data):
        """Takes a title of at most 100 characters."""
        return {}

    app = Flask("docs")
    app.config.update(API_TITLE="x", API_VERSION="1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX="/")
    Api(app).register_blueprint(bp)
    client = app.test_client()
    assert "at most 100" in client.get("/openapi.json").json["paths"]["/more"]["post"]["summary"]
    assert client.post("/more", json={"title": "x" * 90}).status_code == 422


# changing-a-contract


@pytest.fixture
def versions(site, card):
    app, _ = site
    module = card("changing-a-contract").load("prices.py")
    app.register_blueprint(module.v1)
    app.register_blueprint(module.v2)
    return app.test_client()


@pytest.mark.wrong("changing-a-contract", 1, "ignore unknown fields keep")
def test_the_old_client_keeps_working_beside_the_new_field(versions):
    answer = versions.get("/v1/products/1").json
    assert answer == {"price": 9.99, "price_cents": 999}
    assert isinstance(answer["price"], float)  # all that the old app reads


@pytest.mark.wrong("changing-a-contract", 2, "`/v1` keeps its responses")
def test_v1_keeps_its_answer_only_because_a_view_serves_it(versions):
    assert versions.get("/v2/products/1").json == {"price_cents": 999}
    assert versions.get("/v1/products/1").json["price"] == 9.99
    assert versions.get("/v0/products/1").status_code == 404


def test_the_headers_and_the_log_of_version_one(versions, caplog):
    with caplog.at_level(logging.WARNING):
        answer = versions.get("/v1/products/1", headers={"X-Client": "app/3.2"})
    assert answer.headers["Deprecation"] == "@1798761600"
    assert answer.headers["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert parse_date(answer.headers["Sunset"]).timestamp() > 1798761600
    assert caplog.messages == ["v1 used by 'app/3.2'"]
    assert "Deprecation" not in versions.get("/v2/products/1").headers
