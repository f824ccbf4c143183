// A conversation as turns: what the user said, and what the agent made of it. Calls, chats and runs of tests all come down to these.

/** What the forms of a transcript have in common, as far as it is looked at here. */
export interface RecordedItem {
  role: string;
  content?: string;
  digit?: string;
  tool_call_id?: string;
  name?: string;
  arguments?: string;
  successful?: boolean;
  type?: string;
  new_node_name?: string;
  new_state_name?: string;
}

export interface RecordedTurn {
  /** Null in the first turn: whatever the agent did before the user said anything. */
  user: string | null;
  agent: string;
  tools: { name: string; arguments: string }[];
  /** Names of nodes and states that the agent came to. */
  path: string[];
}

/**
 * The first turn is the agent's opening, empty when the user spoke first. `joins`: what the user said in pieces, with nothing of the agent
 * between them, is one turn; calls hear it so.
 */
export function turnsOf(items: readonly RecordedItem[], { joins }: { joins: boolean }): RecordedTurn[] {
  let turn = emptyTurn(null);
  const turns = [turn];
  for (const item of items) {
    const words = userWords(item);
    if (words === undefined) addTo(turn, item);
    else if (joins && turn.user !== null && isUnanswered(turn)) turn.user = `${turn.user} ${words}`;
    else turns.push((turn = emptyTurn(words)));
  }
  return turns;
}

/** What the user said, turn by turn. */
export function userMessages(turns: readonly RecordedTurn[]): string[] {
  return turns.flatMap(({ user }) => (user === null ? [] : [user]));
}

function emptyTurn(user: string | null): RecordedTurn {
  return { user, agent: '', tools: [], path: [] };
}

function userWords({ role, content, digit }: RecordedItem): string | undefined {
  if (role === 'user' || role === 'sms') return content?.trim() === '' ? undefined : content;
  return role === 'dtmf' ? digit : undefined;
}

function addTo(turn: RecordedTurn, item: RecordedItem): void {
  if (item.role === 'agent') turn.agent = `${turn.agent} ${item.content}`.trim();
  else if (item.role === 'tool_call_invocation')
    turn.tools.push({ name: item.name ?? '', arguments: item.arguments ?? '' });
  else if (item.role === 'node_transition') turn.path.push(item.new_node_name ?? '');
  else if (item.role === 'state_transition') turn.path.push(item.new_state_name ?? '');
}

function isUnanswered({ agent, tools, path }: RecordedTurn): boolean {
  return agent === '' && tools.length === 0 && path.length === 0;
}
