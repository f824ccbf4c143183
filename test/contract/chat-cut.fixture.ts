// A process for tests: answers one message of a chat and says what it has come to, until it is killed.
// Arguments: database, workspace, chat, content. Its model begins to speak and never ends; with the content "use the tool" it calls a tool
// that never answers.

import { silentLog } from '../../src/interfaces/log.ts';
import { createScriptedMind } from '../../src/providers/scripted/index.ts';
import { createChatCompletion } from '../../src/resources/chat/index.ts';
import type { ResourceDeps } from '../../src/resources/deps.ts';
import { openDatabase } from '../../src/storage/index.ts';

const [url = '', workspaceId = '', chat_id = '', content = ''] = process.argv.slice(2);
const database = await openDatabase({ url, log: silentLog });
const never = new Promise<never>(() => {});
const hanging = {
  provider: 'openai',
  model: 'hanging',
  async *stream() {
    yield { is: 'text', text: 'Half an ans' } as const;
    console.log('speaking');
    await never;
  },
};
const calling = createScriptedMind({ turns: [{ tools: [{ name: 'book' }] }] });
const deps = {
  db: database.http,
  now: Date.now,
  log: silentLog,
  thinking: () => ({
    use: content === 'use the tool' ? calling : hanging,
    provider: 'openai',
    name: 'test',
    substituted: null,
  }),
  egress: {
    send() {
      console.log('in the tool');
      return never;
    },
  },
  webhookKey: async () => 'key',
} as unknown as ResourceDeps;
await createChatCompletion(deps, workspaceId, { chat_id, content });
