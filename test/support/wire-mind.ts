// A language model on the vendor's wire whose lines are written by the tests: one script per agent, named in the agent's prompt.

import { startFakeOpenAi, type FakeAnswer, type OpenAiBody } from './fakes/openai.ts';
import { goodKey } from './fakes/vendor-server.ts';
import type { Scope } from './scope.ts';

export interface WireMind {
  /** For the environment of the server under test. */
  readonly env: Record<string, string>;
  /** Fields of a Retell LLM that thinks by this script. It is asked for drafts too, so it must answer by what it is given alone. */
  llm(script: Script): { general_prompt: string; model: string };
  /** Requests for this agent so far, analyses of calls left out. */
  requestsOf(llm: { general_prompt: string }): OpenAiBody[];
}

/** `heard`: what the caller said last; empty before his first word. */
export type Script = (heard: string, body: OpenAiBody) => FakeAnswer;

/** What it finds out about every call. */
export const ANALYSIS = { call_summary: 'They talked.', user_sentiment: 'Positive', call_successful: true };

export async function startWireMind(t: Scope): Promise<WireMind> {
  const scripts = new Map<string, Script>();
  const requests: OpenAiBody[] = [];
  const fake = await startFakeOpenAi(t, {
    answer(body) {
      if (body.response_format) return { say: [JSON.stringify({ ...ANALYSIS, in_voicemail: false })] };
      requests.push(body);
      return scripts.get(promptOf(body))?.(lastHeard(body), body) ?? { say: ['No script.'] };
    },
  });
  return {
    env: { OPENAI_BASE_URL: fake.url, OPENAI_API_KEY: goodKey },
    llm(script) {
      const general_prompt = `Follow script ${scripts.size + 1}.`;
      scripts.set(general_prompt, script);
      return { general_prompt, model: 'gpt-4.1' };
    },
    requestsOf: ({ general_prompt }) => requests.filter((body) => promptOf(body) === general_prompt),
  };
}

function promptOf(body: OpenAiBody): string {
  return /Follow script \d+\./.exec(String(body.messages[0]?.content))?.[0] ?? '';
}

/** A message of the user that stands in parentheses is a note of the platform's, not speech. */
function lastHeard(body: OpenAiBody): string {
  const said = body.messages.filter(({ role, content }) => role === 'user' && !String(content).startsWith('('));
  return String(said.at(-1)?.content ?? '');
}
