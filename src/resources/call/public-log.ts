// `public.log`: the story of a call in plain lines for whoever debugs an agent. Facts and times; what was said stands in the transcript.

import type { CallEvent } from '../../interfaces/call-event.ts';

/** One line per event that a reader of the log wants to see. */
export function publicLog(events: Iterable<CallEvent>): string {
  let text = '';
  for (const event of events) {
    const line = describe(event);
    if (line !== null) text += `${new Date(event.wall).toISOString()} +${(event.at / 1e6).toFixed(3)}s ${line}\n`;
  }
  return text;
}

function describe(event: CallEvent): string | null {
  switch (event.is) {
    case 'user_said':
      return `user: ${count(event.words.length, 'word')} transcribed`;
    case 'agent_said':
      return `agent: ${count(event.words.length, 'word')} heard${event.interrupted ? ', interrupted' : ''}`;
    case 'tool_started':
      return `tool ${event.name} (${event.type}) started, id ${event.tool_call_id}`;
    case 'tool_finished':
      return `tool call ${event.tool_call_id} ${event.successful ? 'succeeded' : 'failed'} after ${Math.round(event.tookMs)} ms, ${count(event.content.length, 'character')}`;
    case 'node_transition':
      return `node: ${event.former_node_name} -> ${event.new_node_name}`;
    case 'state_transition':
      return `state: ${event.former_state_name} -> ${event.new_state_name}`;
    case 'agent_swapped':
      return `agent: ${event.swap.agent_id} version ${event.swap.agent_version} goes on`;
    case 'consulted':
      return `transfer: ${event.who === 'agent' ? 'our side' : 'the other side'} said ${count(event.words.length, 'word')}`;
    case 'transferred':
      return 'call transferred';
    case 'dtmf':
      return 'key pressed';
    case 'injected':
      return `context injected, ${count(event.text.length, 'character')}`;
    case 'latency':
      return `latency ${event.part} ${Math.round(event.ms)} ms (response ${event.gen})`;
    case 'knowledge':
      return `knowledge bases: ${count(event.contents.length, 'passage')} (response ${event.gen})`;
    case 'tokens':
      return `llm ${event.provider}/${event.model}: ${count(event.total, 'token')} (response ${event.gen})`;
    case 'substituted':
      return `${event.role}: ${event.used} stands in for ${event.wanted}: ${event.why}`;
    case 'note':
      return `${event.level}: ${event.text}${fields(event.fields)}`;
    case 'end':
      return `call ended: ${event.reason}${event.detail === '' ? '' : ` (${event.detail})`}`;
    case 'speaking':
      return `${event.who} ${event.on ? 'starts' : 'stops'} speaking`;
    case 'variables':
      return `${count(Object.keys(event.collected).length, 'dynamic variable')} collected`;
    default:
      event satisfies never;
      return null;
  }
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function fields(values: Record<string, unknown> | undefined): string {
  if (!values) return '';
  return Object.entries(values)
    .map(([name, value]) => ` ${name}=${String(value)}`)
    .join('');
}
