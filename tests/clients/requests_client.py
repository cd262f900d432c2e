"""jsonapi-requests, a JSON:API client from PyPI, against a running server of the El Plano example.

Usage: requests_client.py URL LOGIN PASSWORD
"""

import json
import sys

import requests
from jsonapi_requests import Api
from jsonapi_requests.data import Dictionary, JsonApiObject
from jsonapi_requests.request_factory import ApiClientError

url, login, password = sys.argv[1:]


class Bearer(requests.auth.AuthBase):
    def __init__(self, token):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


grant = {"grant_type": "password", "username": login, "password": password}
answer = requests.post(f"{url}/oauth/token", data=grant, timeout=5)
assert answer.status_code == 200, answer.text
auth = Bearer(answer.json()["access_token"])
api = Api.config(API_ROOT=f"{url}/api/v1", AUTH=auth, APPEND_SLASH=False, TIMEOUT=5, RETRIES=1)


def refused(status, act):
    """The errors of a call that must fail with this status."""
    try:
        act()
    except ApiClientError as error:
        assert error.status_code == status, (error.status_code, error.content)
        return json.loads(error.content)["errors"]
    raise AssertionError("it was not refused")


user = api.endpoint("user").get()
student = user.data.relationships["student"].data
assert (user.data.type, student.type) == ("user", "student")
assert any((one.type, one.id) == ("student", student.id) for one in user.content.included)

# Creates.
label = api.endpoint("labels").post(object=JsonApiObject(type="label", attributes=Dictionary(title="from python")))
assert label.status_code == 201
made = []
for hour in (10, 11, 12):
    event = {
        "type": "event",
        "attributes": {"title": f"Seminar at {hour}", "start_at": f"2031-01-01T{hour}:00:00Z", "timezone": "UTC"},
        "relationships": {
            "eventable": {"data": {"type": "student", "id": student.id}},
            "labels": {"data": [{"type": "label", "id": label.data.id}]},
        },
    }
    answer = api.endpoint("events").post(object=JsonApiObject.from_data(event))
    assert answer.status_code == 201
    made.append(answer.data.id)

# Lists, filters, sorts, pages and includes.
asked = {"filter[labels]": label.data.id, "filter[scope]": "authored", "sort": "start_at", "page[size]": 2}
page = api.endpoint("events").get(params=asked)
assert page.payload["meta"] == {"current_page": 1, "total_pages": 2}, page.payload["meta"]
seen = []
while True:
    seen += [event.id for event in page.data]
    assert [(one.type, one.id) for one in page.content.included] == [("label", label.data.id)]
    onward = page.payload["links"].get("next")
    if onward is None:
        break
    page = api.endpoint(onward).get()
assert seen == made, (seen, made)

# Updates.
first = made[0]
change = JsonApiObject(type="event", id=first, attributes=Dictionary(description="bring a pen"))
assert api.endpoint(f"events/{first}").patch(object=change).status_code == 200
event = api.endpoint(f"events/{first}").get().data
assert (event.attributes["description"], event.attributes["title"]) == ("bring a pen", "Seminar at 10")

# Reports what is wrong.
change = JsonApiObject(type="label", id=first, attributes=Dictionary(title="no event"))
[error] = refused(409, lambda: api.endpoint(f"events/{first}").patch(object=change))
assert error["source"]["pointer"] == "/data/type", error
[error] = refused(400, lambda: api.endpoint("events").get(params={"page[size]": 101}))
assert error["source"]["parameter"] == "size", error

# Deletes.
for id in made:
    assert api.endpoint(f"events/{id}").delete().status_code == 204
refused(404, lambda: api.endpoint(f"events/{first}").get())
assert api.endpoint(f"labels/{label.data.id}").delete().status_code == 204
print("jsonapi-requests: fine")
