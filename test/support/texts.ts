// Text messages on a test server: a carrier that keeps what is sent, people who write, and the job that answers them.

import assert from 'node:assert/strict';
import type { IncomingText, TextState } from '../../src/interfaces/carrier-events.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import type { TextMessage } from '../../src/interfaces/telephony.ts';
import { createScriptedMind, type ScriptedMindOptions } from '../../src/providers/scripted/index.ts';
import { readTexts, type ReadTextsDeps } from '../../src/resources/chat/index.ts';
import { hearCarrierEvent } from '../../src/resources/text/index.ts';
import { testServer, type TestServer, type TestServerOptions } from './http.ts';
import { importNumber } from './phone.ts';
import type { Scope } from './scope.ts';

export const OURS = '+14155550100';
export const THEIRS = '+14155550101';

export interface Texts {
  /** What the carrier took, oldest first; its ids are m1, m2, ... */
  sent: TextMessage[];
  /** Throws what the carrier refuses with. */
  onSend: (message: TextMessage) => void;
  /** A text comes, and is read and answered. */
  write(text: string, more?: Partial<IncomingText>): Promise<void>;
  /** It only comes. */
  come(text: string, more?: Partial<IncomingText>): Promise<void>;
  tell(state: Pick<TextState, 'messageId' | 'state'> & Partial<TextState>): Promise<void>;
  read(from?: string, deps?: Partial<ReadTextsDeps>): Promise<void>;
  chats(): Promise<any[]>;
}

export function textsOf(server: TestServer): Texts {
  let came = 0;
  const { resources } = server.deps;
  const texts: Texts = {
    sent: [],
    onSend: () => {},
    async come(text, more = {}) {
      const media: IncomingText['media'] = [];
      const event = {
        is: 'text',
        carrier: 'twilio',
        messageId: `in${(came += 1)}`,
        from: THEIRS,
        to: OURS,
        text,
        media,
      };
      await hearCarrierEvent(deps, { ...(event as IncomingText), ...more });
    },
    async write(text, more = {}) {
      // Chats are listed by their start.
      server.clock.now += 1;
      await texts.come(text, more);
      await texts.read(more.from);
    },
    tell: (state) => hearCarrierEvent(deps, { is: 'textState', carrier: 'twilio', code: null, detail: null, ...state }),
    read(from = THEIRS, more = {}) {
      const pair = { workspace_id: server.workspaceId, our_number: OURS, their_number: from };
      const given: ReadTextsDeps = {
        ...resources,
        wallClock: resources.now,
        overrideFault: () => null,
        random: () => 0,
        tellCall: async () => null,
        ...more,
      };
      return readTexts(given, pair, new AbortController().signal);
    },
    async chats() {
      const rows = await server.database.db.selectFrom('chats').select('chat_id').orderBy('start_timestamp').execute();
      return Promise.all(rows.map(async ({ chat_id }) => (await server.send('GET', `/get-chat/${chat_id}`)).json));
    },
  };
  const deps = { db: server.database.db, now: resources.now, log: silentLog };
  resources.telephony = {
    sendText: async (message: TextMessage) => {
      texts.onSend(message);
      texts.sent.push(message);
      return { messageId: `m${texts.sent.length}`, carrier: 'twilio' };
    },
  } as never;
  return texts;
}

/** A number with a chat agent whose model says what the test wrote. */
export interface TextWorld {
  server: TestServer;
  texts: Texts;
  agent_id: string;
}

export async function textWorld(
  t: Scope,
  turns: ScriptedMindOptions['turns'],
  number: object = {},
  agent: object = {},
  http: TestServerOptions['http'] = {},
): Promise<TextWorld> {
  const mind = createScriptedMind({ turns, provider: 'openai', model: 'gpt-test' });
  const thinking = () => ({ use: mind, provider: 'openai', name: 'gpt-test', substituted: null });
  const server = await testServer(t, { resources: { thinking }, http });
  const tools = [
    { type: 'end_call', name: 'end_call' },
    { type: 'send_sms', name: 'text_them', sms_content: { type: 'predefined', content: 'By tool.' } },
  ];
  const llm = {
    begin_message: 'Hello!',
    general_prompt: 'You serve {{name}} at {{user_number}}.',
    general_tools: tools,
  };
  const { llm_id } = (await server.send('POST', '/create-retell-llm', llm)).json;
  const created = await server.send('POST', '/create-chat-agent', {
    response_engine: { type: 'retell-llm', llm_id },
    ...agent,
  });
  assert.equal(created.status, 201, created.text);
  const { agent_id } = created.json;
  const bound = [{ agent_id, weight: 1 }];
  await importNumber(server, OURS, { inbound_sms_agents: bound, outbound_sms_agents: bound, ...number });
  return { server, texts: textsOf(server), agent_id };
}

export const said = (chat: any): string[] =>
  chat.message_with_tool_calls.flatMap((each: any) =>
    each.content && /user|agent/.test(each.role) ? [`${each.role}: ${each.content}`] : [],
  );
export const bodies = (texts: Texts): string[] => texts.sent.map(({ text }) => text);
