"""Calls every operation that this SDK has for agents, LLMs, voices and calls, and prints what came of it as JSON."""

import json
import os
import sys

import retell
from retell import Retell

version = sys.argv[1]
newest = version.startswith("6.")
client = Retell(max_retries=0, _strict_response_validation=True)
# The newest types no longer know every field of the contract: its answers are read as its users read them.
loose = Retell(max_retries=0)
done, failed, errors = [], {}, {}


def attempt(name, run):
    try:
        result = run()
        done.append(name)
        return result
    except Exception as error:  # noqa: BLE001 - told to the test
        failed[name] = f"{type(error).__name__}: {error}"[:500]
        return None


def error_of(run):
    try:
        run()
        return None
    except Exception as error:  # noqa: BLE001
        return type(error).__name__


sdk = loose if newest else client
llm = attempt("llm.create", lambda: sdk.llm.create(general_prompt="Grüß Gott", begin_message="Hi", start_speaker="agent"))
attempt("llm.retrieve", lambda: sdk.llm.retrieve(llm.llm_id))
attempt("llm.update", lambda: sdk.llm.update(llm.llm_id, general_prompt="Be brief"))
agent = attempt(
    "agent.create",
    lambda: sdk.agent.create(
        voice_id="11labs-Adrian",
        agent_name="Jo",
        response_engine={"type": "retell-llm", "llm_id": llm.llm_id},
        pronunciation_dictionary=[{"word": "actually", "alphabet": "ipa", "phoneme": "ˈækʧuəli"}],
    ),
)
attempt("agent.retrieve", lambda: sdk.agent.retrieve(agent.agent_id, version=0))
attempt("agent.update", lambda: sdk.agent.update(agent.agent_id, agent_name="Jo 2"))
attempt("voice.list", lambda: sdk.voice.list())
attempt("voice.retrieve", lambda: sdk.voice.retrieve("openai-Alloy"))
attempt("concurrency.retrieve", lambda: sdk.concurrency.retrieve())

if newest:
    # Its own create_web_call goes to a route outside the contract.
    call_id = sdk.post("/v2/create-web-call", cast_to=object, body={"agent_id": agent.agent_id})["call_id"]
else:
    attempt("llm.list", lambda: sdk.llm.list(limit=10))
    attempt("agent.list", lambda: sdk.agent.list())
    attempt("agent.publish", lambda: sdk.agent.publish(agent.agent_id))
    attempt("agent.get_versions", lambda: sdk.agent.get_versions(agent.agent_id))
    call = attempt(
        "call.create_web_call",
        lambda: sdk.call.create_web_call(
            agent_id=agent.agent_id, metadata={"a": 1}, retell_llm_dynamic_variables={"name": "Ada"}
        ),
    )
    call_id = call.call_id
    attempt("call.list", lambda: sdk.call.list(filter_criteria={"agent_id": [agent.agent_id]}, limit=5))

attempt("call.retrieve", lambda: sdk.call.retrieve(call_id))
attempt("call.update", lambda: sdk.call.update(call_id, metadata={"b": "ü"}))
attempt("call.delete", lambda: sdk.call.delete(call_id))
attempt("agent.delete", lambda: sdk.agent.delete(agent.agent_id))
attempt("llm.delete", lambda: sdk.llm.delete(llm.llm_id))

errors["unknown_agent"] = error_of(lambda: sdk.agent.retrieve("agent_unknown"))
errors["wrong_key"] = error_of(lambda: Retell(api_key="key_wrong", max_retries=0).voice.list())
errors["bad_request"] = error_of(lambda: sdk.llm.create(general_tools=[{"type": "end_call", "name": "no blanks"}]))

body, signature = os.environ["WEBHOOK_BODY"], os.environ["WEBHOOK_SIGNATURE"]
key = os.environ["RETELL_API_KEY"]
webhook = {
    "right": bool(client.verify(body, api_key=key, signature=signature)),
    "changed": bool(client.verify(body.replace("call_1", "call_2"), api_key=key, signature=signature)),
}
print(
    json.dumps(
        {"version": retell.__version__, "done": done, "failed": failed, "errors": errors, "webhook": webhook}
    )
)
