// The engine behind a custom LLM agent: a program of the customer, asked over a WebSocket, that also speaks by itself. It keeps to the
// protocol that Retell's servers for custom LLMs are written for; docs/custom-llm.md tells it.

import { createChannel } from '../../interfaces/channel.ts';
import type { Clock, WallClock } from '../../interfaces/clock.ts';
import type { SocketEgress } from '../../interfaces/egress.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type {
  ConversationNews,
  EngineEvent,
  EnginePush,
  EngineStanding,
  RespondRequest,
  ResumableEngine,
} from '../engine.ts';
import { createSystemVariables, type SessionFacts } from '../system-variables.ts';
import { cutResult } from '../tools/cut-result.ts';
import type { ToolDeps } from '../tools/tool-kind.ts';
import { utterances } from '../transcript.ts';
import { createLookup, substitute, type VariableValues } from '../variables.ts';
import { createAnswers } from './answers.ts';
import { createFaultLog } from './fault-log.ts';
import { readFrame, type Frame, type LinkConfig } from './frames.ts';
import { createLink, type Link, type LinkEnd } from './link.ts';
import { callDetailsText, questionText, updateText, type Question } from './questions.ts';
import { runAct } from './run-act.ts';
import { socketAddress } from './socket-address.ts';

export interface CustomLlmEngineDeps extends ToolDeps {
  sockets: SocketEgress;
  /** Of the call; every other conversation has a clock of its own. */
  clock: Clock;
  wallClock: WallClock;
}

export interface CustomLlmEngineConfig {
  /** `llm_websocket_url`, with its placeholders. */
  address: string;
  /** The call or chat: its id ends the address, its details are what the program is told of it. */
  subject: { id: string; details: () => object };
  /** Weaker than all others. */
  defaults: VariableValues;
  variables: VariableValues;
  session: SessionFacts;
  timezone: string | null;
  beginMessageDelayMs: number;
  standing?: EngineStanding;
}

/** How long the first question on a connection waits for the program's `config`. */
const SETTLE_US = 500_000;
/** A program that reads so slowly is not told of every change; the next question carries all of it. */
const MAX_BUFFERED_BYTES = 512 * 1024;
/** Of one conversation, each with what the record keeps of it: a program that runs in circles must not fill the database. */
const MAX_TOOLS = 1000;
/** In the log, of each kind. */
const MAX_RECEIPTS = 100;

/** Makes the engine of one conversation. It connects when its pushes are read or an answer is asked for, whichever comes first. */
export function createCustomLlmEngine(deps: CustomLlmEngineDeps, config: CustomLlmEngineConfig): ResumableEngine {
  const { clock } = deps;
  const pushes = createChannel<EnginePush>();
  const answers = createAnswers(config.standing?.socket?.responseId ?? null);
  const tools = new Map<string, number>();
  let toolCount = 0;
  const receipts = new Map<string, number>();
  let overrides: VariableValues = {};
  /** Of agents before this one; the program has none of its own. */
  const collected: Record<string, string> = { ...config.standing?.collected };
  let link: LinkConfig = { autoReconnect: false, callDetails: false, transcriptWithToolCalls: false };
  /** Is somebody there to hear what is said unasked? */
  let isHeard = false;
  let connection: { settled: boolean; toldDetails: boolean } | null = null;
  let unasked: Question | null = null;
  let end: LinkEnd | null = null;
  /** Answers that are being read, and the end that waits for them. */
  let readers = 0;
  let farewell: EnginePush | null = null;
  let turntaking: ConversationNews['turntaking'];
  let roundTripMs: number | null = null;
  let cancelSettle = (): void => undefined;

  const system = createSystemVariables(config.session, config.timezone, deps.wallClock, () => ({
    current: null,
    previous: null,
  }));
  const sources = () => ({ defaults: config.defaults, request: config.variables, collected, overrides });
  const lookup = createLookup(sources, system);
  const faults = createFaultLog((text, fields) => note('warn', text, fields));

  const wire: Link = createLink(deps, address, {
    opened,
    text,
    lost,
    over,
    note,
    roundTrip: (ms) => (roundTripMs = ms),
  });

  function address(): string {
    const filled = substitute(config.address, lookup);
    if (/\{\{.*\}\}/.test(filled)) note('warn', 'a variable in llm_websocket_url is not set');
    return socketAddress(filled, config.subject.id);
  }

  function push(given: EnginePush): void {
    if (isHeard) pushes.push(given);
    else answers.current?.events.push({ is: 'push', push: given });
  }

  function note(level: 'info' | 'warn' | 'error', text: string, fields?: Record<string, string | number>): void {
    push({ is: 'note', level, text, ...(fields && { fields }) });
  }

  function received(what: string, fields?: Record<string, string | number>): void {
    const count = (receipts.get(what) ?? 0) + 1;
    receipts.set(what, count);
    if (count <= MAX_RECEIPTS) note('info', `LLM ws received: ${what}`, fields);
  }

  function opened(): void {
    connection = { settled: false, toldDetails: false };
    if (link.callDetails) tellDetails();
    cancelSettle = clock.at(clock.now() + SETTLE_US, settle);
  }

  /** The program had its chance to say how it wants to be asked. */
  function settle(): void {
    if (!connection || connection.settled) return;
    cancelSettle();
    connection.settled = true;
    ask();
  }

  function ask(): void {
    if (!unasked || !connection?.settled) return;
    wire.send(questionText(unasked, link.transcriptWithToolCalls));
    note('info', `LLM ws sent: ${unasked.kind}`, { response_id: unasked.responseId });
    unasked = null;
  }

  function tellDetails(): void {
    if (!connection || connection.toldDetails) return;
    connection.toldDetails = true;
    wire.send(callDetailsText(config.subject.details()));
    note('info', 'LLM ws sent: call_details');
  }

  /** A question that nothing came for is asked again; an answer that was cut is the driver's to go on from. */
  function lost(): void {
    cancelSettle();
    connection = null;
    note('info', 'LLM ws reconnecting');
    const { current } = answers;
    const isAsked = current !== null && !current.events.closed && !current.begun;
    unasked = isAsked ? answers.question : null;
    answers.cut(current?.begun ? failure('the connection to the custom LLM was lost', true) : null);
  }

  function over(how: LinkEnd): void {
    cancelSettle();
    connection = null;
    end = how;
    if (isHeard) return pushEnd(how);
    if (how.reason === 'agent_hangup') answers.hangUp();
    else answers.cut(failureOf(how));
  }

  /** Whoever hears of the end ends the answers himself; but when the program hangs up, all that it said before is said first. */
  function pushEnd(how: LinkEnd): void {
    const last: EnginePush = { is: 'end', ...how, afterSpeech: how.reason === 'agent_hangup' };
    if (!last.afterSpeech || readers === 0) return pushes.push(last);
    farewell = last;
    answers.finish();
  }

  function text(raw: string): void {
    const { frame, faults: found } = readFrame(raw);
    for (const fault of found) faults.add(fault);
    if (frame) take(frame);
    settle();
  }

  function take(frame: Frame): void {
    switch (frame.is) {
      case 'config':
        link = frame.config;
        wire.autoReconnect(link.autoReconnect);
        received('config');
        return link.callDetails ? tellDetails() : undefined;
      case 'ping_pong':
        return wire.echo(frame.timestamp);
      case 'response': {
        const fault = answers.take(frame.spoken);
        return fault === null ? undefined : faults.add(fault);
      }
      case 'agent_interrupt':
        return interject(frame);
      case 'tool_call_invocation':
        return startTool(frame);
      case 'tool_call_result':
        return finishTool(frame);
      case 'metadata':
        return push({ is: 'metadata', metadata: frame.metadata });
      case 'update_agent':
        received('update_agent', frame.agent);
        return push({ is: 'settings', agent: frame.agent });
      default:
        return frame satisfies never;
    }
  }

  /** Where nobody hears what is said unasked, it is said with the answer that is open. */
  function interject({ spoken }: Frame & { is: 'agent_interrupt' }): void {
    if (!isHeard) {
      const said = { ...spoken, id: answers.responseId, complete: false };
      return void answers.take(said);
    }
    if (!answers.interject(spoken)) return;
    received('agent_interrupt', { interrupt_id: spoken.id });
    push({ is: 'interjection' });
  }

  function startTool({ id, name, arguments: args }: Frame & { is: 'tool_call_invocation' }): void {
    if (tools.has(id)) return faults.add('tool_call_invocation came twice');
    if (++toolCount > MAX_TOOLS) return faults.add('too many tool calls in one conversation');
    tools.set(id, clock.now());
    push({ is: 'toolStarted', id, name, arguments: short(args) });
  }

  function finishTool({ id, content, successful }: Frame & { is: 'tool_call_result' }): void {
    const startedAt = tools.get(id);
    if (startedAt === undefined) return faults.add('tool_call_result without its invocation');
    tools.delete(id);
    push({
      is: 'toolFinished',
      id,
      successful,
      content: short(content),
      tookMs: Math.round((clock.now() - startedAt) / 1000),
    });
  }

  function short(text: string): string {
    const cut = cutResult(text);
    if (cut !== text) faults.add('arguments or result of a tool are too long, the rest is left out');
    return cut;
  }

  async function* respond(request: RespondRequest): AsyncGenerator<EngineEvent> {
    wire.start();
    const { kind, transcript, signal } = request;
    const isQuestion = kind === 'answer' || kind === 'reminder';
    // Programs take the last thing that was said, and break where there is none.
    if (isQuestion && utterances(transcript).length === 0) return yield nothing();
    const answer = answers.begin(kind);
    if (!answer) return yield nothing();
    if (isQuestion) {
      const kindOf = kind === 'reminder' ? 'reminder_required' : 'response_required';
      unasked = answers.question = { kind: kindOf, responseId: answers.responseId, transcript };
      ask();
    }
    if (end && !isHeard) answers.cut(failureOf(end));
    const giveUp = (): void => {
      answer.finish({ cut: true });
      if (answer === answers.current) unasked = null;
    };
    signal.addEventListener('abort', giveUp, { once: true });
    readers += 1;
    try {
      signal.throwIfAborted();
      for await (const event of answer.events) {
        signal.throwIfAborted();
        if (event.is === 'text') tellRoundTrip();
        yield event;
      }
    } finally {
      signal.removeEventListener('abort', giveUp);
      readers -= 1;
      if (readers === 0 && farewell) pushes.push(farewell);
    }
  }

  /** Once an answer, as the newest ping found it. */
  function tellRoundTrip(): void {
    if (roundTripMs === null) return;
    push({ is: 'latency', part: 'llm_websocket_network_rtt', ms: roundTripMs });
    roundTripMs = null;
  }

  return {
    opening: () => ({ who: 'agent', text: null, delayMs: config.beginMessageDelayMs }),
    respond,
    runTool: (call, context) => runAct(deps, call, { lookup, context }),
    collectedVariables: () => ({ ...collected }),
    collect: (variables) => void Object.assign(collected, variables),
    overrideVariables(variables) {
      overrides = variables ?? {};
    },
    standing: () => ({
      ...{ state: null, previousState: null, collected: { ...collected } },
      socket: { responseId: answers.responseId },
    }),
    pushes: {
      [Symbol.asyncIterator]() {
        isHeard = true;
        wire.start();
        return pushes[Symbol.asyncIterator]();
      },
    },
    follow(news) {
      const isNew = news.turntaking !== undefined && news.turntaking !== turntaking;
      turntaking = news.turntaking ?? turntaking;
      if (!connection?.settled || wire.bufferedBytes > MAX_BUFFERED_BYTES) return;
      const { transcript } = news;
      wire.send(updateText({ transcript, ...(isNew && { turntaking }) }, link.transcriptWithToolCalls));
    },
    async close() {
      cancelSettle();
      connection = null;
      pushes.close();
      await wire.close();
    },
  };
}

function nothing(): EngineEvent {
  return { is: 'done', finish: 'silent', tokens: 0, provider: 'custom-llm', model: 'custom-llm' };
}

function failureOf({ reason, detail }: LinkEnd): ProviderError {
  return failure(`${detail} (${reason})`, false);
}

function failure(text: string, retryable: boolean): ProviderError {
  return new ProviderError(text, { provider: 'custom-llm', category: 'unavailable', retryable });
}
