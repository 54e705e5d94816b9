#!/usr/bin/python3
"""A bare WebKitGTK window for WebKitWebDriver, like MiniBrowser, but with a profile that outlives it."""

import os

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

PROFILE = os.environ["PROFILE"]

manager = WebKit2.WebsiteDataManager(
    base_data_directory=f"{PROFILE}/data", base_cache_directory=f"{PROFILE}/cache"
)
context = WebKit2.WebContext(website_data_manager=manager)
context.set_automation_allowed(True)
view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
view.get_settings().set_enable_write_console_messages_to_stdout(True)


def on_automation(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("WebKitGTK")
    version = (WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    info.set_version(*version)
    session.set_application_info(info)
    session.connect("create-web-view", lambda *_: view)


def on_download(_context, download):
    download.connect(
        "decide-destination",
        lambda _, name: download.set_destination(f"file://{PROFILE}/downloads/{name}"),
    )


context.connect("automation-started", on_automation)
context.connect("download-started", on_download)

window = Gtk.Window(default_width=412, default_height=892)
window.add(view)
window.show_all()
Gtk.main()
