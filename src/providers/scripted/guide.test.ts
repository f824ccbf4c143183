import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect } from '../../../test/support/collect.ts';
import type { ModelMessage, ModelTool } from '../../interfaces/language-model.ts';
import { createGuide } from './guide.ts';

const endCall: ModelTool = { name: 'end_call', description: '', parameters: { type: 'object', properties: {} } };

async function ask(messages: ModelMessage[], tools: ModelTool[] = []): Promise<{ text: string; tools: string[] }> {
  const answer = { text: '', tools: [] as string[] };
  const signal = new AbortController().signal;
  for await (const event of createGuide().stream({ messages, tools, temperature: null, signal })) {
    if (event.is === 'text') answer.text += event.text;
    if (event.is === 'tool') answer.tools.push(event.call.name);
  }
  return answer;
}

const greeted: ModelMessage[] = [
  { role: 'system', content: 'Sell pizza.' },
  { role: 'assistant', content: 'Hello! I am the scripted guide of Ringback: no language model is configured yet.' },
];
const says = (content: string): ModelMessage[] => [...greeted, { role: 'user', content }];

test('says in its greeting that it is scripted and that no language model is configured', async () => {
  const { text } = await ask([
    { role: 'system', content: 'Sell pizza.' },
    { role: 'user', content: '(The conversation begins now.)' },
  ]);
  assert.match(text, /scripted guide/);
  assert.match(text, /no language model is configured/);
});

test('introduces itself in the first answer when the agent opened with a fixed message', async () => {
  const { text } = await ask([
    { role: 'assistant', content: 'Welcome to Luigi!' },
    { role: 'user', content: 'One pizza, please.' },
  ]);
  assert.match(text, /scripted guide/);
  assert.doesNotMatch((await ask(says('One pizza, please.'))).text, /no language model/);
});

test('repeats the name of the caller in each way of saying it', async () => {
  for (const said of ['My name is Ann', 'my name is ann.', "Hi, I'm Ann.", 'This is Ann', "My name's Ann and I call"]) {
    assert.match((await ask(says(said))).text, /Nice to meet you, Ann\./, said);
  }
  assert.doesNotMatch((await ask(says("I'm sorry, what?"))).text, /Nice to meet you/);
});

test('answers what a caller may ask about Ringback, in the spelling of a recogniser', async () => {
  const cases: [string, RegExp][] = [
    ['What is ring back?', /platform for voice agents.* on the phone/],
    ['Which models can I use?', /OPENAI API KEY/],
    ['How do I set an API key?', /OPENAI API KEY/],
    ['Is my data private?', /your own machine/],
    ['How fast is it?', /under a second/],
    ['Can I get a phone number', /answer and make phone calls.* SIP/],
    ['What does it cost?', /costs nothing/],
    ['What is the licence?', /Apache/],
  ];
  for (const [question, answer] of cases) assert.match((await ask(says(question))).text, answer, question);
});

test('remarks on it when its story was interrupted, not when it was heard to the end', async () => {
  const { text: story } = await ask(says('Tell me a story.'));
  const heard = story.slice(0, story.length / 2);
  const cut = await ask([
    ...says('Tell me a story.'),
    { role: 'assistant', content: heard },
    { role: 'user', content: 'Stop' },
  ]);
  assert.match(cut.text, /That is barge-in/);
  const whole = await ask([
    ...says('Tell me a story.'),
    { role: 'assistant', content: story },
    { role: 'user', content: 'Nice' },
  ]);
  assert.doesNotMatch(whole.text, /barge-in/);
});

test('says goodbye and ends the call if the agent has that tool', async () => {
  assert.deepEqual((await ask(says('Okay, good bye.'), [endCall])).tools, ['end_call']);
  const without = await ask(says('Goodbye!'));
  assert.deepEqual(without.tools, []);
  assert.match(without.text, /Goodbye/);
});

test('asks whether somebody is there when the user is silent', async () => {
  assert.match((await ask(says('(The user has said nothing for a while.)'))).text, /still there/);
});

test('admits what it does not understand and refuses to judge in JSON', async () => {
  assert.match((await ask(says('Blue monday fortnight'))).text, /did not understand/);
  const request = { messages: says('x'), tools: [], temperature: null, signal: new AbortController().signal };
  const stream = createGuide().stream({ ...request, jsonSchema: { name: 'analysis', schema: {} } });
  await assert.rejects(collect(stream), { category: 'bad_request' });
});
