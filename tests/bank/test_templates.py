import json
import sys
from datetime import datetime, timezone
from html.parser import HTMLParser
from types import ModuleType

import pytest
import record
from flask import (
    Blueprint,
    Flask,
    render_template,
    render_template_string,
    stream_template,
)
from jinja2 import Environment, TemplateAssertionError
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from markupsafe import Markup, escape

render = render_template_string


@pytest.fixture
def app(tmp_path):
    """An app that reads its templates where the cards write theirs."""
    app = Flask("bank", template_folder=tmp_path / "templates")
    app.testing = True
    (tmp_path / "templates").mkdir()
    return app


@pytest.fixture
def templates(tmp_path):
    """Writes templates beside the card's own: `templates(posts_html="...")`."""

    def write(**sources):
        for name, source in sources.items():
            file = tmp_path / "templates" / name.replace("__", ".")
            file.write_text(source)

    return write


@pytest.fixture
def page(app):
    with app.test_request_context():
        yield app


def tags(html):
    """The start tags of a page as (name, attributes), as a browser splits them."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))
    parser.feed(html)
    return found


class TestJinjaTemplates:
    @pytest.fixture
    def blog(self, card, app):
        code = card("jinja-templates")
        code.write()
        blog = code.load("blog.py")
        app.register_blueprint(blog.bp)
        return blog

    def test_page_is_built_from_layout_include_macro_and_filters(self, app, blog):
        html = app.test_client().get("/posts").text
        assert html.startswith("<!doctype html>")
        assert "<title>Posts</title>" in html
        assert '<nav><a href="/posts">Posts</a></nav>' in html
        assert "<h2>Tom &amp; Jerry</h2>" in html
        assert "<p>3 min</p>" in html and "...</p>" in html
        assert "&lt;article" not in html and "No posts" not in html

    def test_else_of_the_loop_runs_when_there_are_no_items(self, app, blog):
        blog.posts.clear()
        html = app.test_client().get("/posts").text
        assert "<p>No posts yet.</p>" in html and "<article>" not in html

    @pytest.mark.wrong("jinja-templates", 1, "not left by `break`")
    def test_python_else_differs_from_jinja_else(self, page):
        ran = []
        for _ in [1]:
            pass
        else:
            ran.append("python")
        assert ran == ["python"]
        for _ in [1]:
            break
        else:
            ran.append("after break")
        for _ in []:
            pass
        else:
            ran.append("no items")
        assert ran == ["python", "no items"]
        assert render("{% for _ in [1] %}{% else %}jinja{% endfor %}") == ""
        assert render("{% for _ in [] %}{% else %}jinja{% endfor %}") == "jinja"

    def test_text_outside_the_blocks_of_a_child_never_appears(self, page, templates):
        templates(
            base__html="<b>{% block x %}{% endblock %}</b>",
            child__html='{% extends "base.html" %}{% block x %}in{% endblock %}out',
        )
        assert render_template("child.html") == "<b>in</b>"

    def test_include_sees_the_page_and_import_only_with_context(self, page, templates):
        templates(
            inc__html="{{ site }}",
            mac__html="{% macro m() %}{{ site }},{{ config.TESTING }}{% endmacro %}",
            all__html='{% include "inc.html" %}|'
            '{% from "mac.html" import m %}{{ m() }}|'
            '{% from "mac.html" import m with context %}{{ m() }}',
        )
        assert render_template("all.html", site="S") == "S|,True|S,True"

    @pytest.mark.parametrize(
        "file, escaped",
        [("a.html", True), ("a.htm", True), ("a.xml", True), ("a.xhtml", True),
         ("a.svg", True), ("a.txt", False), ("a.html.j2", False)],
    )
    @pytest.mark.wrong("jinja-templates", 2, "`.html.j2` template is not escaped")
    def test_escaping_depends_on_the_file_name(self, page, templates, file, escaped):
        templates(**{file.replace(".", "__"): "{{ x }}"})
        assert (render_template(file, x="<") == "&lt;") is escaped

    def test_render_template_string_escapes_and_safe_switches_it_off(self, page):
        assert render("{{ x }}{{ x|safe }}{{ m }}", x="<", m=Markup("<")) == "&lt;<<"

    def test_render_is_one_string_and_stream_comes_in_pieces(self, page, templates):
        templates(s__html="{% for i in range(20) %}<p>{{ i }}</p>{% endfor %}")
        assert isinstance(render_template("s.html"), str)
        pieces = list(stream_template("s.html"))
        assert len(pieces) > 1 and "".join(pieces) == render_template("s.html")


class TestMissingStrftimeFilter:
    @pytest.mark.parametrize("posts", [[], [{"created_at": datetime(2026, 3, 1)}]])
    def test_page_fails_while_compiling_whatever_the_list_holds(self, card, app, posts):
        source = card("missing-strftime-filter").given[0]
        record.run("missing-strftime-filter", 0)
        app.add_url_rule("/", "i", lambda: render(source, posts=posts))
        with pytest.raises(TemplateAssertionError, match="No filter named 'strftime'"):
            app.test_client().get("/")
        app.testing, app.logger.disabled = False, True
        assert app.test_client().get("/").status_code == 500
        with pytest.raises(TemplateAssertionError):
            app.jinja_env.from_string(source)

    def test_inside_an_if_the_missing_filter_fails_only_when_the_line_runs(self, page):
        source = "{% if d %}{{ d|strftime('%B') }}{% endif %}"
        assert render(source, d=None) == ""
        with pytest.raises(TemplateRuntimeError, match="No filter named 'strftime'"):
            render(source, d=datetime(2026, 3, 1))
        with pytest.raises(TemplateAssertionError):  # a loop inside the `if` is compiled at once
            render("{% if d %}{% for x in d %}{{ x|strftime('%B') }}{% endfor %}{% endif %}", d=None)

    def test_the_method_works_but_not_on_none(self, page):
        call = "{{ d.strftime('%B %d, %Y') }}"
        assert render(call, d=datetime(2026, 3, 1)) == "March 01, 2026"
        with pytest.raises(Exception, match="no attribute 'strftime'"):
            render(call, d=None)

    def test_the_filter_formats_and_handles_a_missing_date(self, card, app):
        code = card("missing-strftime-filter")
        code.write()
        app.register_blueprint(code.load("dates.py").bp)
        posts = [{"created_at": datetime(2026, 3, 1)}, {"created_at": None}]
        with app.test_request_context():
            html = render_template("posts.html", posts=posts)
            assert "<p>March 01, 2026</p>" in html and "<p>no date</p>" in html
            assert "<p>No posts yet.</p>" in render_template("posts.html", posts=[])

    @pytest.mark.wrong("missing-strftime-filter", 1, "called with a dot")
    def test_filters_are_functions_registered_by_name(self, page):
        filters = Environment().filters
        assert callable(filters["upper"]) and "strftime" not in filters
        assert "zfill" not in filters and not hasattr(str, "truncate") and "truncate" in filters
        assert render("{{ '7'.zfill(2) }}") == "07"


class TestAutoescapeLimits:
    EVIL = "javascript:alert(1)"

    @pytest.fixture
    def profile(self, card, app):
        code = card("autoescape-limits")
        code.write()
        module = code.load("profiles.py")
        app.register_blueprint(module.bp)
        return module

    def show(self, app, profile, name, site):
        profile.users[name] = site
        return app.test_client().get("/users/" + name).text

    @pytest.mark.parametrize(
        "site", [EVIL, "JavaScript:alert(1)", "java\tscript:alert(1)",
                 " javascript:alert(1)", "data:text/html,x", "//evil.example", "http:x"]
    )
    def test_card_replaces_other_schemes(self, app, profile, site):
        assert 'href="#"' in self.show(app, profile, "ann", site)

    @pytest.mark.parametrize("site", ["https://ann.example/?a=1", "HTTP://ann.example", "http://["])
    def test_card_keeps_http_links(self, app, profile, site):
        assert f'href="{site}"' in self.show(app, profile, "ann", site)

    def test_an_unknown_name_is_a_404(self, app, profile):
        assert app.test_client().get("/users/nobody").status_code == 404

    def test_card_keeps_a_hostile_name_text(self, app, profile):
        name = '" onmouseover="x" <script>\'&'
        html = self.show(app, profile, name, "https://x.example")
        found = tags(html)
        assert [tag for tag, _ in found] == ["h1", "a", "script"]
        assert found[0] == ("h1", {"title": name})
        data = html.split('id="user">')[1].split("</script>")[0]
        assert json.loads(data) == {"name": name}

    def test_a_script_end_tag_cannot_leave_tojson(self, page):
        html = render("<script>let a = {{ x|tojson }};</script>", x="</script><b>")
        assert tags(html) == [("script", {})] and html.count("</script>") == 1

    def test_an_unquoted_attribute_lets_a_handler_in(self, page):
        value = "x onmouseover=alert(1)"
        unquoted, quoted = render("<a href={{ x }}><a href='{{ x }}'>", x=value).split(">", 1)
        assert tags(unquoted + ">") == [("a", {"href": "x", "onmouseover": "alert(1)"})]
        assert tags(quoted) == [("a", {"href": value})]

    @pytest.mark.wrong("autoescape-limits", 1, "`javascript:alert(1)` in an `href`")
    def test_a_javascript_link_passes_unchanged(self, page):
        assert render('<a href="{{ x }}">', x=self.EVIL) == f'<a href="{self.EVIL}">'

    def test_a_bare_value_is_code_inside_a_script(self, page):
        assert "let a = alert(1);" in render("<script>let a = {{ x }};", x="alert(1)")

    def test_tojson_breaks_a_double_quoted_attribute(self, page):
        double, single = render(
            """<p x="{{ v|tojson }}">|<p x='{{ v|tojson }}'>""", v="a b"
        ).split("|")
        assert tags(double) != tags(single) == [("p", {"x": '"a b"'})]

    def test_markup_around_an_f_string_skips_escaping(self, page):
        x = "<i>"
        assert render("{{ m }}", m=Markup(f"<b>{x}</b>")) == "<b><i></b>"
        assert render("{{ m }}", m=Markup("<b>{}</b>").format(x)) == "<b>&lt;i&gt;</b>"

    @pytest.mark.wrong("autoescape-limits", 2, "and switches escaping off")
    def test_five_characters_and_a_j2_file_and_safe(self, page, templates):
        changed = [c for c in map(chr, range(32, 127)) if str(escape(c)) != c]
        assert changed == ['"', "&", "'", "<", ">"]
        templates(mail__html__j2="{{ x }}")
        assert render_template("mail.html.j2", x="<b>") == "<b>"
        assert render("{{ x|safe }}", x="<script>") == "<script>"


class TestTemplateInjection:
    RCE = "{{ cycler.__init__.__globals__.os.popen('echo run').read() }}"

    def hello(self, module, name):
        module.app.secret_key = "the-key"
        return module.app.test_client().get("/hello", query_string={"name": name}).text

    @pytest.fixture
    def given(self, card):
        return card("template-injection").load(given=0)

    @pytest.mark.parametrize(
        "name, shown",
        [("{{7*7}}", "49"), ("{{ config.SECRET_KEY }}", "the-key"), (RCE, "run\n"),
         ("{{ request.path }}", "/hello")],
    )
    @pytest.mark.wrong("template-injection", 2, "f-string is the bug")
    def test_given_view_runs_the_users_text(self, card, given, name, shown):
        assert self.hello(given, name) == f"<h1>Hello {shown}!</h1>"
        fixed = card("template-injection").load("hello.py")
        assert self.hello(fixed, name) == f"<h1>Hello {escape(name)}!</h1>"

    def test_the_text_can_read_other_credentials_of_the_process(self, given, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgresql://shop:pw@db/shop")
        read = "{{ cycler.__init__.__globals__.os.environ.DATABASE_URL }}"
        assert "postgresql://shop:pw@db/shop" in self.hello(given, read)

    @pytest.mark.wrong("template-injection", 1, "`{{7*7}}` holds nothing to escape")
    def test_escaping_the_name_first_does_not_help(self, given):
        assert str(escape("{{7*7}}")) == "{{7*7}}"
        assert self.hello(given, escape("{{7*7}}")) == "<h1>Hello 49!</h1>"

    def test_fixed_source_escapes_html_in_the_name(self, card):
        fixed = card("template-injection").load("hello.py")
        assert self.hello(fixed, "<b>") == "<h1>Hello &lt;b&gt;!</h1>"

    def test_sandbox_renders_values_and_blocks_the_way_to_os(self, card):
        mail = card("template-injection").load("user_mail.py").render_user_mail
        assert mail("No {{ number }}: {{ total }}", 7, "<9>") == "No 7: &lt;9&gt;"
        assert mail("{{ config }}", 7, 9) == ""
        with pytest.raises(SecurityError):
            mail(self.RCE, 7, 9)

    def test_sandbox_does_not_limit_output(self, card):
        mail = card("template-injection").load("user_mail.py").render_user_mail
        assert len(mail("{{ 'x' * 5000000 }}", 7, 9)) == 5_000_000


class TestContextProcessors:
    @pytest.fixture
    def site(self, card, app, monkeypatch):
        code = card("context-processors")
        code.write()
        orders = ModuleType("shop.orders")
        orders.calls = []
        orders.count_open_orders = lambda: orders.calls.append(1) or 7
        monkeypatch.setitem(sys.modules, "shop", ModuleType("shop"))
        monkeypatch.setitem(sys.modules, "shop.orders", orders)
        app.config["SITE_NAME"] = "Pens & Co"
        app.register_blueprint(code.load("shop/site.py").bp)
        return orders

    def test_every_template_gets_the_values(self, app, site):
        app.add_url_rule("/", "i", lambda: render_template("staff.html"))
        html = app.test_client().get("/").text
        year = datetime.now(timezone.utc).year
        lines = ["<h1>Pens &amp; Co staff</h1>", "<p>7 open orders</p>", f"<footer>{year}</footer>"]
        assert html.splitlines() == lines

    def test_the_function_runs_only_in_a_template_that_calls_it(self, app, site):
        with app.test_request_context():
            assert render("{{ year }}") and site.calls == []
            assert render("{{ open_orders() }}") == "7" and site.calls == [1]

    def test_the_views_value_wins(self, app, site):
        with app.test_request_context():
            assert render("{{ year }}", year="mine") == "mine"

    @pytest.mark.wrong("context-processors", 2, "each `render_template` call, once")
    def test_it_runs_for_each_render_and_not_at_start(self, page):
        runs = []
        page.context_processor(lambda: runs.append(1) or {})
        assert runs == []
        render("a"), render("b")
        assert runs == [1, 1]

    def test_a_blueprints_own_processor_works_only_in_its_requests(self, app, site):
        bp = Blueprint("own", __name__)
        bp.context_processor(lambda: {"own": "yes"})
        bp.add_url_rule("/in", "in", lambda: render("{{ own }}"))
        app.register_blueprint(bp)
        app.add_url_rule("/out", "out", lambda: render("{{ own }}"))
        client = app.test_client()
        assert (client.get("/in").text, client.get("/out").text) == ("yes", "")

    @pytest.mark.wrong("context-processors", 1, "anyway, and `app.template_global` registers")
    def test_imported_macros_need_with_context_and_includes_do_not(
        self, app, site, templates
    ):
        app.template_global("shout")(lambda: "!")
        runs = []
        app.context_processor(lambda: runs.append(1) or {"own": "own"})
        templates(
            inc__html="{{ own }}",
            mac__html="{% macro m() %}{{ own }}{{ shout() }}{% endmacro %}",
            all__html='{% include "inc.html" %}|{% from "mac.html" import m %}{{ m() }}|'
            '{% from "mac.html" import m with context %}{{ m() }}',
        )
        with app.test_request_context():
            assert render_template("all.html") == "own|!|own!"
        assert runs == [1]  # once for the page with its include

    def test_flasks_own_names_need_no_help(self, page):
        names = ["config", "request", "session", "g", "url_for"]
        for name in names:
            assert render("{{ %s is defined }}" % name) == "True"
