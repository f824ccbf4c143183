"""Lives through everything that this SDK can do, and prints what came of it as JSON."""

import json
import sys
import traceback

import retell
from client import NEWEST, methods_of, named_client
from conversations import agents, calls, chats, simulation_tests, telephone
from engines import flows, knowledge_bases, language_models, voices
from others import contacts, errors, throttled_waits, verified, what_stands_alone

LIVES = [
    language_models,
    flows,
    knowledge_bases,
    voices,
    agents,
    calls,
    telephone,
    chats,
    simulation_tests,
    what_stands_alone,
    *([contacts] if NEWEST else []),
]


def main():
    client = named_client()
    failed = {}
    for life in LIVES:
        try:
            life(client)
        except Exception:  # noqa: BLE001 - told to the test
            failed[life.__name__] = traceback.format_exc()[-1500:]
    seen = {
        "version": retell.__version__,
        "methods": methods_of(client),
        "failed": failed,
        "errors": errors(client),
        "waits": throttled_waits(),
        "webhook": verified(),
    }
    json.dump(seen, sys.stdout)


main()
