// Chats and the playground with a custom LLM: a program on a real socket answers them.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startCustomLlmPeer, type PeerSocket } from '../support/custom-llm-peer.ts';
import { startDocumentedCustomLlm } from '../support/documented-custom-llm.ts';
import { testServer, type TestServer } from '../support/http.ts';

async function agentFor(server: TestServer, llm_websocket_url: string): Promise<string> {
  const response_engine = { type: 'custom-llm', llm_websocket_url };
  const { status, json, text } = await server.send('POST', '/create-chat-agent', { response_engine });
  assert.equal(status, 201, text);
  return json.agent_id as string;
}

test('the server of the documentation chats until it says goodbye', async (t) => {
  const server = await testServer(t);
  const agent_id = await agentFor(server, await startDocumentedCustomLlm(t));
  const { json: chat } = await server.send('POST', '/create-chat', { agent_id });
  const { chat_id } = chat;
  const say = async (content: string) => server.send('POST', '/create-chat-completion', { chat_id, content });
  assert.equal((await say('It is number 7.')).status, 201);
  assert.equal((await say('Thanks, bye!')).status, 201);
  const { json: ended } = await server.send('GET', `/get-chat/${chat_id}`);
  assert.equal(ended.chat_status, 'ended');
  assert.deepEqual(ended.transcript.split('\n').slice(0, -1), [
    'Agent: Hello, this is the shop. What is your order number?',
    'User: It is number 7.',
    'Agent: Order 7 is on its way, it arrives on Monday.',
    'User: Thanks, bye!',
    'Agent: Goodbye.',
  ]);
});

test('ids count on over the answers of a chat, each on a connection of its own, and the details are the chat', async (t) => {
  const { server, peer, agent_id } = await world(t, (socket) => {
    socket.send({ response_type: 'config', config: { call_details: true } });
    socket.say(0, 'Hello!');
  });
  const creating = server.send('POST', '/create-chat', {
    agent_id,
    metadata: { customer: 'c1' },
    retell_llm_dynamic_variables: { room: 'blue' },
  });
  const opening = await peer.accept();
  const details = await opening.next('call_details');
  const { json: chat } = await creating;
  assert.equal(chat.transcript, 'Agent: Hello!\n');
  assert.equal(opening.path, `/blue/${chat.chat_id}`);
  assert.equal(details.call?.['chat_id'], chat.chat_id);
  assert.deepEqual(details.call?.['metadata'], { customer: 'c1' });
  assert.equal((await opening.closed).code, 1000);

  for (const response_id of [1, 2]) {
    const answering = server.send('POST', '/create-chat-completion', { chat_id: chat.chat_id, content: 'And?' });
    const socket = await peer.accept();
    const question = await socket.next('response_required');
    assert.equal(question.response_id, response_id);
    assert.equal(question.transcript?.length, response_id * 2);
    socket.send({ response_type: 'tool_call_invocation', tool_call_id: 'a', name: 'look', arguments: '{}' });
    socket.send({ response_type: 'tool_call_result', tool_call_id: 'a', content: 'seen', successful: false });
    socket.say(response_id, `Number ${response_id}.`);
    const { json, status, text } = await answering;
    assert.equal(status, 201, text);
    assert.deepEqual(
      json.messages.map((message: any) => [message.role, message.content]),
      [
        ['tool_call_invocation', undefined],
        ['tool_call_result', 'seen'],
        ['agent', `Number ${response_id}.`],
      ],
    );
  }
});

test('a program that breaks leaves the message unanswered, and the same message is answered later', async (t) => {
  const { server, peer, agent_id } = await world(t, (socket) => {
    socket.send({ response_type: 'config', config: {} });
    socket.say(0, '');
  });
  const { json: chat } = await server.send('POST', '/create-chat', {
    agent_id,
    retell_llm_dynamic_variables: { room: 'x' },
  });
  await peer.accept();
  assert.deepEqual(chat.message_with_tool_calls, []);
  const ask = () => server.send('POST', '/create-chat-completion', { chat_id: chat.chat_id, content: 'Anybody?' });
  const failing = ask();
  const socket = await peer.accept();
  await socket.next('response_required');
  socket.raw.close(1011);
  const { status, json } = await failing;
  assert.equal(status, 500);
  assert.match(json.message, /code 1011 \(error_llm_websocket_runtime\)/);
  const again = ask();
  const other = await peer.accept();
  const { response_id, transcript } = await other.next('response_required');
  assert.deepEqual(
    transcript?.map(({ content }) => content),
    ['Anybody?'],
  );
  other.say(response_id!, 'Yes.');
  assert.equal((await again).json.messages[0].content, 'Yes.');
});

test('the playground asks the program too, and keeps nothing', async (t) => {
  const { server, peer, agent_id } = await world(t, (socket) => socket.send({ response_type: 'config', config: {} }));
  const body = { messages: [{ role: 'user', content: 'bye' }], dynamic_variables: { room: 'x' } };
  const trying = server.send('POST', `/agent-playground-completion/${agent_id}`, body);
  const socket = await peer.accept();
  assert.match(socket.path, /^\/x\/trial_[0-9a-f]+$/);
  await socket.next('response_required');
  socket.say(1, 'Goodbye.', true, { end_call: true });
  const { json, status, text } = await trying;
  assert.equal(status, 200, text);
  assert.equal(json.call_ended, true);
  assert.equal(json.messages[0].content, 'Goodbye.');
});

async function world(t: TestContext, onSocket: (socket: PeerSocket) => void) {
  const peer = await startCustomLlmPeer(t, onSocket);
  const server = await testServer(t);
  return { server, peer, agent_id: await agentFor(server, `${peer.url}/{{room}}`) };
}
