// What is said to the destination of a warm transfer: it is listened to until a person is there, told what it is about, and connected.

import type {
  EngineEvent,
  Opening,
  RespondRequest,
  ResponseEngine,
  ToolCall,
  ToolResult,
  TranscriptItem,
} from '../../../conversation/index.ts';
import { utterances } from '../../../conversation/index.ts';
import type { LanguageModel, ModelMessage, ModelTool } from '../../../interfaces/language-model.ts';
import type { WarmTransfer } from '../../../interfaces/phone-line.ts';
import { answeredBy } from '../../../voice/index.ts';
import { handoffMessages } from './handoff-text.ts';

export interface WarmEngineDeps {
  how: Pick<WarmTransfer, 'humanDetection' | 'privateHandoff'>;
  model(): LanguageModel;
  /** What was said in the call so far. */
  transcript(): readonly TranscriptItem[];
  /** "Hello" in the agent's language. */
  hello: string;
  /** Presses keys for the destination's menu. */
  press(digits: string): void;
  /** What answered takes messages; nobody is there. */
  onNobody(): void;
}

/** Whoever answers speaks first; after this silence we do. */
const GREET_AFTER_MS = 2500;
const NO_ARGUMENTS = { type: 'object', properties: {} };
const IVR_TOOLS: ModelTool[] = [
  {
    name: 'press_digit',
    description: 'Press keys of the telephone, to answer the menu.',
    parameters: {
      type: 'object',
      properties: { digits: { type: 'string', description: 'The keys in order: 0-9, * and #.' } },
      required: ['digits'],
    },
  },
  { name: 'person_answered', description: 'A person is on the line now.', parameters: NO_ARGUMENTS },
  { name: 'nobody_there', description: 'A voicemail answered, or nobody can be reached.', parameters: NO_ARGUMENTS },
];

export interface WarmEngine extends ResponseEngine {
  /** A person is being told what the call is about. */
  readonly isBriefing: boolean;
}

/** Marks in the transcript what a person was told, whom nobody needs to tell again. */
const BRIEFING = { response_id: 1_000_000 };

export function createWarmEngine(deps: WarmEngineDeps): WarmEngine {
  const { how } = deps;
  const detection = how.humanDetection;
  let isPerson = detection === null;
  let briefing: AbortSignal | null = null;

  function opening(): Opening {
    if (isPerson) return { who: 'agent', text: null, delayMs: 0 };
    return { who: 'user', agentAfterSilenceMs: GREET_AFTER_MS };
  }

  async function* respond(request: RespondRequest): AsyncGenerator<EngineEvent> {
    if (wasBriefed(request.transcript)) return yield* call('bridge_transfer');
    if (isPerson) return yield* brief(request);
    const heard = utterances(request.transcript);
    const text = heard.filter(({ role }) => role === 'user').map(({ content }) => content);
    // Nobody has said anything yet.
    if (text.length === 0) {
      yield { is: 'text', text: deps.hello };
      return yield done('stop');
    }
    const last = text.at(-1) ?? '';
    const verdict = answeredBy({ text: last, speechMs: 0, stretchMs: 0, paused: true });
    if (verdict === 'voicemail') return yield* call('cancel_transfer');
    if (verdict === 'human') return yield* brief(request);
    if (detection?.ivrPrompt != null) return yield* navigate(request, detection.ivrPrompt);
    // A menu may put us through by itself.
    yield done('silent');
  }

  async function* brief({ signal }: RespondRequest): AsyncGenerator<EngineEvent> {
    briefing = signal;
    yield { is: 'terms', metadata: BRIEFING, protected: true };
    const given = how.privateHandoff;
    if (given?.is === 'text') yield { is: 'text', text: given.text };
    if (given?.is === 'prompt') {
      const messages = handoffMessages(given.prompt, deps.transcript());
      for await (const event of deps.model().stream({ messages, tools: [], temperature: null, signal }))
        if (event.is === 'text') yield event;
    }
    yield* call('bridge_transfer');
  }

  async function* navigate({ transcript, signal }: RespondRequest, prompt: string): AsyncGenerator<EngineEvent> {
    const messages = navigationMessages(prompt, transcript);
    for await (const event of deps.model().stream({ messages, tools: IVR_TOOLS, temperature: null, signal })) {
      if (event.is === 'text') yield event;
      if (event.is === 'tool') yield { is: 'tool', call: { ...TOOL, ...event.call, type: typeOf(event.call.name) } };
    }
    yield done('stop');
  }

  async function runTool({ type, name, arguments: args }: ToolCall): Promise<ToolResult> {
    if (type === 'press_digit') {
      const digits = digitsOf(args);
      if (digits !== '') deps.press(digits);
      return result('Pressed.', null);
    }
    if (type === 'cancel_transfer') {
      deps.onNobody();
      return result('Nobody is there.', { do: 'leave', reason: 'transfer_cancelled', destination: null });
    }
    const wasPerson = isPerson;
    isPerson = true;
    // Found by the menu's navigator: told what it is about before it is connected.
    if (name === 'person_answered' && !wasPerson) return { ...result('A person is there.', null), speakAfter: true };
    return result('Connected.', { do: 'leave', reason: 'transfer_bridged', destination: null });
  }

  return {
    opening,
    respond,
    runTool,
    collectedVariables: () => ({}),
    overrideVariables() {},
    get isBriefing() {
      return briefing?.aborted === false;
    },
  };
}

function wasBriefed(transcript: readonly TranscriptItem[]): boolean {
  return transcript.some(
    (item) =>
      item.role === 'agent' &&
      item.metadata &&
      'response_id' in item.metadata &&
      item.metadata.response_id === BRIEFING.response_id,
  );
}

const TOOL = { speakDuring: null, speakAfter: false } as const;
let calls = 0;

async function* call(type: 'bridge_transfer' | 'cancel_transfer'): AsyncGenerator<EngineEvent> {
  yield { is: 'tool', call: { ...TOOL, id: `warm_transfer_${++calls}`, name: type, arguments: '{}', type } };
  yield done('tools');
}

function typeOf(name: string): string {
  if (name === 'press_digit') return 'press_digit';
  return name === 'nobody_there' ? 'cancel_transfer' : 'person_answered';
}

function done(finish: 'stop' | 'tools' | 'silent'): EngineEvent {
  return { is: 'done', finish, tokens: 0, provider: 'ringback', model: 'warm-transfer' };
}

function result(content: string, directive: ToolResult['directive']): ToolResult {
  return { successful: true, content, tookMs: 0, directive };
}

function digitsOf(args: string): string {
  try {
    const { digits } = JSON.parse(args) as { digits?: unknown };
    return String(digits ?? '')
      .replace(/[^0-9*#]/g, '')
      .slice(0, 64);
  } catch {
    return '';
  }
}

/** The menu's words as the user's, ours as the assistant's. */
function navigationMessages(prompt: string, transcript: readonly TranscriptItem[]): ModelMessage[] {
  const system = [
    'You are on the telephone with an automatic menu, on your way to a person for somebody who waits.',
    'Press keys or say what the menu asks for, briefly; say nothing else. When the menu says nothing that you can answer, answer nothing.',
    prompt,
  ].join('\n');
  const messages: ModelMessage[] = [{ role: 'system', content: system }];
  for (const item of transcript) {
    if (item.role === 'user') messages.push({ role: 'user', content: item.content });
    else if (item.role === 'agent') messages.push({ role: 'assistant', content: item.content });
    else if (item.role === 'tool_call_invocation')
      messages.push({ role: 'assistant', content: `(${item.name} ${item.arguments})` });
  }
  return messages;
}
