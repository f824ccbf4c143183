"""Clients of the official Python SDK whose requests say which method they come from, and all methods that a client has."""

import httpx
import retell
from retell import DefaultHttpxClient, Retell

NEWEST = retell.__version__.startswith("6.")
# Version 5.31.0 has no word for a test run that waits, which the contract calls `pending`.
READ_LOOSELY = () if NEWEST else ("tests.list_test_runs", "tests.get_test_run")
OTHER_ATTRIBUTES = ("with_raw_response", "with_streaming_response")


def resources_of(client):
    """The resources of a client by name; they are made when they are first read."""
    for name in dir(client):
        if name.startswith("_") or name in OTHER_ATTRIBUTES:
            continue
        value = getattr(client, name)
        if type(value).__module__.startswith("retell.resources."):
            yield name, value


def method_names(resource):
    return [
        name
        for name in dir(resource)
        if not name.startswith("_") and name not in OTHER_ATTRIBUTES and callable(getattr(resource, name))
    ]


def methods_of(client):
    """`agent.create`, `agent.list`, ..."""
    return [f"{name}.{method}" for name, resource in resources_of(client) for method in method_names(resource)]


def named_client(**options):
    """Answers that do not fit the SDK's types raise."""
    current = {"method": ""}

    def name_request(request: httpx.Request):
        request.headers["x-sdk-method"] = current["method"]

    def named(label, method):
        def call(*args, **kwargs):
            current["method"] = label
            return method(*args, **kwargs)

        return call

    http_client = DefaultHttpxClient(event_hooks={"request": [name_request]})
    options = {"http_client": http_client, "max_retries": 0, **options}
    client, loose = Retell(_strict_response_validation=True, **options), Retell(**options)
    for name, resource in resources_of(client):
        for method in method_names(resource):
            label = f"{name}.{method}"
            asked = getattr(loose, name) if label in READ_LOOSELY else resource
            setattr(resource, method, named(label, getattr(asked, method)))
    return client


def rows(answer):
    """What is listed: a bare list before May 2026, a page since."""
    return answer if isinstance(answer, list) else answer.items
