"""Life cycles of what answers: LLMs, flows, components, knowledge bases, voices."""

import os

from client import rows

NODES = [
    {
        "id": "hello",
        "type": "conversation",
        "instruction": {"type": "prompt", "text": "Say hello."},
        "edges": [
            {
                "id": "out",
                "transition_condition": {"type": "prompt", "prompt": "The user is done."},
                "destination_node_id": "end",
            }
        ],
    },
    {"id": "end", "type": "end", "name": "End"},
]


def new_engine(client):
    llm = client.llm.create(general_prompt="Grüß Gott", begin_message="Hi {{name}}", start_speaker="agent")
    return {"type": "retell-llm", "llm_id": llm.llm_id}


def language_models(client):
    llm = client.llm.create(
        general_prompt="Grüß Gott",
        start_speaker="agent",
        mcps=[{"name": "orders", "url": os.environ["MCP_URL"]}],
        general_tools=[{"type": "end_call", "name": "hang_up"}],
    )
    assert client.llm.retrieve(llm.llm_id, version=0).general_prompt == "Grüß Gott"
    assert client.llm.update(llm.llm_id, general_prompt="Be brief").general_prompt == "Be brief"
    assert llm.llm_id in [each.llm_id for each in rows(client.llm.list(limit=10))]
    agent = client.agent.create(
        voice_id="openai-Alloy", response_engine={"type": "retell-llm", "llm_id": llm.llm_id}
    )
    tools = client.mcp_tool.get_mcp_tools(agent.agent_id, mcp_id="orders")
    assert [tool.name for tool in tools] == ["look_up", "plain"]
    client.agent.delete(agent.agent_id)
    client.llm.delete(llm.llm_id)


def flows(client):
    component = client.conversation_flow_component.create(name="Greet", nodes=NODES, start_node_id="hello")
    component_id = component.conversation_flow_component_id
    assert client.conversation_flow_component.retrieve(component_id).name == "Greet"
    assert client.conversation_flow_component.update(component_id, name="Welcome").name == "Welcome"
    assert len(rows(client.conversation_flow_component.list())) == 1
    flow = client.conversation_flow.create(
        start_speaker="agent",
        model_choice={"type": "cascading", "model": "gpt-4.1"},
        nodes=NODES,
        start_node_id="hello",
    )
    flow_id = flow.conversation_flow_id
    assert [node.id for node in client.conversation_flow.retrieve(flow_id, version=0).nodes] == ["hello", "end"]
    assert client.conversation_flow.update(flow_id, global_prompt="Be quick.").global_prompt == "Be quick."
    assert len(rows(client.conversation_flow.list(limit=5))) == 1
    client.conversation_flow.delete(flow_id)
    client.conversation_flow_component.delete(component_id)


def knowledge_bases(client):
    made = client.knowledge_base.create(
        knowledge_base_name="Hours",
        knowledge_base_texts=[{"title": "Open", "text": "Nine to five."}],
        knowledge_base_urls=["https://example.com/hours"],
        knowledge_base_files=[("prices.md", b"# Prices")],
    )
    base_id = made.knowledge_base_id
    assert sorted(source.type for source in made.knowledge_base_sources) == ["document", "text", "url"]
    assert client.knowledge_base.retrieve(base_id).knowledge_base_name == "Hours"
    assert len(client.knowledge_base.list()) == 1
    grown = client.knowledge_base.add_sources(
        base_id,
        knowledge_base_texts=[{"title": "Closed", "text": "Sundays."}],
        knowledge_base_files=[("table.csv", b"a,b")],
    )
    assert len(grown.knowledge_base_sources) == 5
    source_id = grown.knowledge_base_sources[0].source_id
    shrunk = client.knowledge_base.delete_source(source_id, knowledge_base_id=base_id)
    assert len(shrunk.knowledge_base_sources) == 4
    client.knowledge_base.delete(base_id)


def voices(client):
    assert "11labs-Adrian" in [voice.voice_id for voice in client.voice.list()]
    assert client.voice.retrieve("openai-Alloy").provider == "openai"
    found = client.voice.search(search_query="calm").voices[0]
    added = client.voice.add_resource(
        provider_voice_id=found.provider_voice_id, public_user_id=found.public_user_id, voice_name="Our Ada"
    )
    assert added.voice_name == "Our Ada"
    recording = ("me.wav", b"RIFF\x10\0\0\0WAVEfmt and sound")
    cloned = client.voice.clone(files=[recording], voice_name="Me", voice_provider="elevenlabs")
    assert client.voice.retrieve(cloned.voice_id).voice_name == "Me"
