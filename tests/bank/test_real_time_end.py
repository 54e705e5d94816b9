"""How a server ends an event stream for good; that a browser then stays away is the HTML standard's."""

from flask import Flask, Response, request


def test_the_view_can_answer_204_to_the_last_event_id():
    app = Flask("progress")

    @app.get("/events")
    def events():
        last = request.headers.get("Last-Event-ID", 0, type=int)
        if last == 2:
            return "", 204
        return Response(f"id: {last + 1}\ndata: {{}}\n\n", mimetype="text/event-stream")

    client = app.test_client()
    assert client.get("/events").text == "id: 1\ndata: {}\n\n"
    assert client.get("/events", headers={"Last-Event-ID": "1"}).text == "id: 2\ndata: {}\n\n"
    end = client.get("/events", headers={"Last-Event-ID": "2"})
    assert (end.status_code, end.data) == (204, b"")
