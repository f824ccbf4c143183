// Which of several edges holds, and the words that follow: one streamed reply for both. The interpreter is asked beforehand what each
// choice would lead to, so that the model can be told what to say after it.

import type { ModelEvent } from '../../interfaces/language-model.ts';
import {
  instructionOf,
  listOf,
  nodeAt,
  step,
  type FlowNode,
  type Option,
  type Place,
  type Stepped,
} from '../../flow/index.ts';
import { noResponseNeeded } from '../prompt.ts';
import { toModelTools } from '../tools/tool-definitions.ts';
import { substitute } from '../variables.ts';
import { askJson } from './ask-json.ts';
import { readDecision } from './decision.ts';
import { knowledgeAt } from './knowledge.ts';
import { offeredTools } from './node-tool.ts';
import { decisionPart, joined, nodePrompt, type Outcome } from './prompt.ts';
import { messagesFor, modelOf, promptInput, temperatureOf, type Turn } from './turn.ts';
import { toolsAt } from './write.ts';

/** After so many replies without their decision the model is asked for it alone. */
const MAX_MISSES = 2;

export interface Chosen {
  stepped: Stepped;
  /** The words that belong to the first `write` of the step, if the same reply holds them. */
  words: AsyncGenerator<ModelEvent> | null;
}

/** What a number would lead to; 0 is none of the options. */
interface Prospect {
  stepped: Stepped;
  /** The node whose words can come with the decision; null: none. */
  writes: Place | null;
  outcome: Outcome;
}

/** Throws ProviderError. */
export async function choose(turn: Turn, at: Place, options: readonly Option[]): Promise<Chosen> {
  const prospects = [null, ...options.keys()].map((option) => prospectOf(turn, at, options, option));
  const { standing } = turn.deps;
  if (standing.now.misses < MAX_MISSES) {
    const chosen = await chooseAndAnswer(turn, at, prospects);
    if (chosen) return chosen;
    standing.now.misses += 1;
  }
  return chooseApart(turn, at, prospects);
}

async function chooseAndAnswer(turn: Turn, at: Place, prospects: readonly Prospect[]): Promise<Chosen | null> {
  const node = nodeAt(turn.deps.flow, at) ?? null;
  const input = promptInput(turn);
  // A tool that is called instead of deciding belongs to the node as it stands.
  const tools = prospects[0]?.writes?.node === at.node ? toolsAt(turn, at, node) : new Map();
  const writers = prospects.flatMap(({ writes }) => writes ?? []);
  const contexts = await knowledgeAt(turn.look, turn.deps.flow, [at, ...writers]);
  const prompt = promptWith(turn, node, decisionPart(prospects.map(outcomeOf), { answer: true }));
  const reply = modelOf(turn, node ?? undefined).stream({
    messages: messagesFor(turn, joined([prompt, contexts])),
    tools: toModelTools(tools, input.lookup, turn.deps.mcp),
    temperature: temperatureOf(turn),
    strictTools: turn.deps.flow.document.tool_call_strict_mode ?? false,
    stop: [noResponseNeeded],
    signal: turn.request.signal,
  });
  const { number, rest, first } = await readDecision(reply, prospects.length);
  const isCall = number === null && first === 'tool' && tools.size > 0;
  const prospect = prospects[isCall ? 0 : (number ?? -1)];
  if (!prospect) {
    await rest.return(undefined);
    return null;
  }
  if (prospect.writes) return { stepped: prospect.stepped, words: rest };
  await rest.return(undefined);
  return { stepped: prospect.stepped, words: null };
}

async function chooseApart(turn: Turn, at: Place, prospects: readonly Prospect[]): Promise<Chosen> {
  const node = nodeAt(turn.deps.flow, at) ?? null;
  const numbers = [...prospects.keys()];
  const prompt = promptWith(turn, node, decisionPart(prospects.map(outcomeOf), { answer: false }));
  const { value, tokens } = await askJson({
    model: modelOf(turn, node ?? undefined),
    messages: messagesFor(turn, prompt, '(Which one holds? Answer as JSON: {"choice": the number}.)'),
    name: 'choice',
    schema: {
      type: 'object',
      properties: { choice: { type: 'integer', enum: numbers } },
      required: ['choice'],
      additionalProperties: false,
    },
    temperature: temperatureOf(turn),
    signal: turn.request.signal,
  });
  turn.tokens += tokens;
  const number = Number(value?.['choice'] ?? 0);
  const prospect = prospects[number] ?? (prospects[0] as Prospect);
  return { stepped: prospect.stepped, words: null };
}

/** Silent nodes have no task of their own. */
function promptWith(turn: Turn, node: FlowNode | null, decision: string): string {
  const talks = node?.type === 'conversation' || node?.type === 'subagent' || node?.type === 'press_digit';
  return nodePrompt(promptInput(turn), talks ? node : null, decision);
}

function prospectOf(turn: Turn, at: Place, options: readonly Option[], option: number | null): Prospect {
  const { flow, variables } = turn.deps;
  const stepped = step(flow, turn.reached.state, { is: 'chose', option }, variables);
  const writes = wordsAhead(turn, at, stepped);
  const stays = writes?.part === at.part && writes.node === at.node && option === null;
  const task = writes && !stays ? taskAt(turn, writes, stepped) : null;
  const node = nodeAt(flow, at);
  const chosen = option === null ? null : (options[option] as Option);
  return {
    stepped,
    writes,
    outcome: { condition: conditionOf(turn, chosen), stays, task, ...examplesFor(turn, node, chosen) },
  };
}

/** The node that the model would write for first of all, unless that takes another model or tools. */
function wordsAhead(turn: Turn, at: Place, { actions }: Stepped): Place | null {
  const first = actions.find((action) => action.do !== 'enter' && action.do !== 'note');
  if (first?.do !== 'write') return null;
  const { flow } = turn.deps;
  const [here, there] = [nodeAt(flow, at), nodeAt(flow, first.at)];
  if (!there || modelOf(turn, here) !== modelOf(turn, there)) return null;
  const isHere = first.at.part === at.part && first.at.node === at.node;
  return isHere || offeredTools(flow, first.at, there).length === 0 ? first.at : null;
}

function taskAt(turn: Turn, place: Place, { state }: Stepped): string | null {
  const node = nodeAt(turn.deps.flow, place);
  const instruction = node && instructionOf(node);
  return instruction ? substitute(instruction.text, turn.deps.lookupOf(state)) : null;
}

function conditionOf(turn: Turn, option: Option | null): string | null {
  return option && substitute(option.condition, promptInput(turn).lookup);
}

function examplesFor(
  turn: Turn,
  node: FlowNode | undefined,
  option: Option | null,
): Pick<Outcome, 'examples' | 'counterexamples'> {
  if (option?.kind === 'global') {
    const setting = nodeAt(turn.deps.flow, option.to)?.global_node_setting;
    return {
      examples: listOf(setting?.positive_finetune_examples),
      counterexamples: listOf(setting?.negative_finetune_examples),
    };
  }
  const examples = listOf(node?.finetune_transition_examples);
  const to = option === null ? null : option.kind === 'edge' ? option.to : undefined;
  return { examples: examples.filter((each) => (each.destination_node_id || null) === to), counterexamples: [] };
}

function outcomeOf({ outcome }: Prospect): Outcome {
  return outcome;
}
