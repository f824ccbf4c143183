"""Life cycles of contacts and of what stands alone; errors, throttling, signatures."""

import os
import time

import retell
from client import NEWEST, named_client


def contacts(client):
    contact = client.contact
    made = contact.create(phone_number="+14155550101", first_name="Ada", contact_tag_ids=["vip"])
    contact_id = made.contact_id
    assert [tag.label for tag in made.contact_tags] == ["vip"]
    assert contact.get(contact_id) == made
    assert contact.get_by_phone("+14155550101") == made
    assert contact.update(contact_id, last_name="L").last_name == "L"
    assert [each.contact_id for each in contact.list(search_query="Ada").items] == [contact_id]
    assert contact.list_conversations(contact_id).items == []
    upload = contact.upload_import_file(file=("a.csv", b"Phone\n+14155550102\n"))
    mapping = [{"external_field_name": "Phone", "field_name": "phone_number"}]
    assert contact.create_import(
        upload_id=upload.upload_id, column_mapping=mapping, contact_tags=["spring"]
    ).status == "queued"
    assert contact.get_import().status == "queued"
    backfill = contact.backfill_analysis_data(backfill_attributes=["first_name"])
    assert contact.get_backfill_job_status().status == backfill.status
    contact.delete(contact_id)


def what_stands_alone(client):
    assert len(client.export_request.list(limit=5).items) == 1
    if NEWEST:
        identity = client.identity.retrieve()
        assert identity.org_id and identity.org_name
        asset = client.asset.create(file=("menu.png", b"\x89PNG\r\n\x1a\n"))
        assert asset.file_name == "menu.png"


def class_of(run):
    try:
        run()
        return None
    except Exception as error:  # noqa: BLE001 - its class is what is asked for
        return type(error).__name__


def errors(client):
    """Which classes users catch."""
    wrong_tools = [{"type": "end_call", "name": "no blanks"}]
    stranger = named_client(api_key="key_wrong")
    reader = named_client(api_key=os.environ["POOR_KEY"])
    return {
        "unknown agent": class_of(lambda: client.agent.retrieve("agent_unknown")),
        "unknown flow": class_of(lambda: client.conversation_flow.retrieve("conversation_flow_unknown")),
        "wrong key": class_of(lambda: stranger.voice.list()),
        "poor key": class_of(lambda: reader.voice.list()),
        "bad body": class_of(lambda: client.llm.create(general_tools=wrong_tools)),
    }


def throttled_waits():
    """How long the SDK waits when it is throttled, in s; nobody waits here."""
    waits, real = [], time.sleep
    time.sleep = waits.append
    try:
        client = named_client(base_url=os.environ["LIMITED_URL"], api_key=os.environ["LIMITED_KEY"], max_retries=2)
        for _ in range(2):
            assert len(client.voice.list()) > 0
    finally:
        time.sleep = real
    return waits


def verified():
    body, signature, key = (os.environ[name] for name in ("WEBHOOK_BODY", "WEBHOOK_SIGNATURE", "RETELL_API_KEY"))
    verify = retell.Retell(api_key=key).verify
    return {
        "right": bool(verify(body, api_key=key, signature=signature)),
        "changed": bool(verify(body.replace("call_1", "call_2"), api_key=key, signature=signature)),
    }
