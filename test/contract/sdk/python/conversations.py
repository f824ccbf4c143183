"""Life cycles of agents, calls, numbers, chats and simulation tests."""

import os

from client import NEWEST, rows
from engines import new_engine

MINE = "+14155550100"


def agents(client):
    engine = new_engine(client)
    agent = client.agent.create(
        voice_id="11labs-Adrian",
        agent_name="Jo",
        response_engine=engine,
        pronunciation_dictionary=[{"word": "actually", "alphabet": "ipa", "phoneme": "ˈækʧuəli"}],
    )
    chat_agent = client.chat_agent.create(response_engine=engine, agent_name="Jo")
    for resource, made in ((client.agent, agent), (client.chat_agent, chat_agent)):
        agent_id = made.agent_id
        assert resource.retrieve(agent_id, version=0).agent_name == "Jo"
        assert resource.update(agent_id, agent_name="Flo").agent_name == "Flo"
        if NEWEST:
            resource.publish(agent_id, version=0, version_title="First")
            assert resource.create_version(agent_id, base_version=0).version == 1
            resource.delete_version(agent_id, version=1)
        else:
            resource.publish(agent_id)
            assert len(resource.get_versions(agent_id)) == 2
        assert agent_id in [each.agent_id for each in rows(resource.list())]
    if NEWEST:
        assert [each.version for each in client.agent.list_versions(agent.agent_id).items] == [0]
        client.agent.create_version(agent.agent_id, base_version=0)
        assert client.agent.repair(agent.agent_id).agent_id == agent.agent_id
    client.agent.delete(agent.agent_id)
    client.chat_agent.delete(chat_agent.agent_id)


def calls(client):
    agent = client.agent.create(voice_id="11labs-Adrian", response_engine=new_engine(client))
    running = os.environ["RUNNING_CALL"]
    made = client.call.create_web_call(
        agent_id=agent.agent_id, metadata={"a": 1}, retell_llm_dynamic_variables={"name": "Ada"}
    )
    assert client.concurrency.retrieve().current_concurrency >= 2
    assert client.call.retrieve(made.call_id).call_status == "registered"
    assert client.call.update(made.call_id, metadata={"b": "ü"}).metadata == {"b": "ü"}
    assert len(rows(client.call.list(limit=2))) == 2
    if NEWEST:
        assert client.call.update_live(running, call_control={"additional_context": "Closed."}).success
        participant = client.call.listen_live(running).participant_id
        assert client.call.take_over_live(running, participant_id=participant).success
        finished = os.environ["FINISHED_CALL"]
        assert client.call.rerun_analysis(finished).call_id == finished
    client.call.stop(running)
    client.call.delete(made.call_id)


def telephone(client):
    engine = new_engine(client)
    agent = client.agent.create(voice_id="11labs-Adrian", response_engine=engine)
    chat_agent = client.chat_agent.create(response_engine=engine)
    bought = client.phone_number.create(area_code=628, inbound_agents=[{"agent_id": agent.agent_id, "weight": 1}])
    client.phone_number.import_(
        phone_number=MINE,
        termination_uri="trunk.example.com",
        outbound_agents=[{"agent_id": agent.agent_id, "weight": 1}],
    )
    assert client.phone_number.retrieve(MINE).phone_number == MINE
    bound = client.phone_number.update(
        MINE, nickname="Desk", outbound_sms_agents=[{"agent_id": chat_agent.agent_id, "weight": 1}]
    )
    assert bound.nickname == "Desk"
    assert len(rows(client.phone_number.list())) == 2
    call = client.call.create_phone_call(from_number=MINE, to_number="+14155550199")
    assert call.call_status == "registered"
    assert client.call.register_phone_call(agent_id=agent.agent_id, direction="inbound").call_id
    batch = client.batch_call.create_batch_call(from_number=MINE, tasks=[{"to_number": "+14155550198"}])
    assert batch.total_task_count == 1
    assert client.chat.create_sms_chat(from_number=MINE, to_number="+14155550197").chat_type == "sms_chat"
    for number in (MINE, bought.phone_number):
        client.phone_number.delete(number)


def chats(client):
    agent = client.chat_agent.create(response_engine=new_engine(client))
    chat = client.chat.create(agent_id=agent.agent_id, retell_llm_dynamic_variables={"name": "Ada"})
    assert chat.transcript == "Agent: Hi Ada\n"
    assert len(client.chat.create_chat_completion(chat_id=chat.chat_id, content="Ready?").messages) == 1
    assert client.chat.update(chat.chat_id, metadata={"order": 2}).metadata == {"order": 2}
    client.chat.end(chat.chat_id)
    assert client.chat.retrieve(chat.chat_id).chat_status == "ended"
    assert chat.chat_id in [each.chat_id for each in rows(client.chat.list())]
    if NEWEST:
        assert client.chat.rerun_analysis(chat.chat_id).chat_id == chat.chat_id
        client.chat.delete(chat.chat_id)
    messages = [{"role": "user", "content": "Ready?"}]
    assert len(client.playground.completion(agent.agent_id, messages=messages, version=0).messages) == 1


def simulation_tests(client):
    engine = new_engine(client)
    made = client.tests.create_test_case_definition(
        name="Books", response_engine=engine, user_prompt="Book a table.", metrics=["Booked."]
    )
    case_id = made.test_case_definition_id
    assert client.tests.get_test_case_definition(case_id) == made
    assert client.tests.update_test_case_definition(case_id, name="Other").name == "Other"
    batch = client.tests.create_batch_test(test_case_definition_ids=[case_id], response_engine=engine)
    batch_id = batch.test_case_batch_job_id
    assert client.tests.get_batch_test(batch_id) == batch
    assert len(rows(client.tests.list_test_case_definitions(**engine))) == 1
    assert len(rows(client.tests.list_batch_tests(**engine))) == 1
    run = rows(client.tests.list_test_runs(batch_id))[0]
    assert client.tests.get_test_run(run.test_case_job_id).status == "pending"
    client.tests.delete_test_case_definition(case_id)
