// What the model reads in a conversation flow: the global prompt, the task of the node, and the decision when there is one to make.

import { instructionOf, listOf, type ExampleUtterance, type FinetuneExample, type FlowNode } from '../../flow/index.ts';
import { languageRule, spokenRule } from '../prompt.ts';
import { substitute, type VariableLookup } from '../variables.ts';

export interface FlowPromptInput {
  globalPrompt: string;
  /** The handbook's pieces; empty for none. */
  handbook: string;
  language: string | string[];
  sessionType: 'voice' | 'chat';
  lookup: VariableLookup;
}

/** The prompt of a turn in this node. `decision`: what is to be decided first. */
export function nodePrompt(input: FlowPromptInput, node: FlowNode | null, decision = ''): string {
  return joined([
    substitute(input.globalPrompt, input.lookup),
    node ? taskOf(node, input) : '',
    decision,
    input.handbook,
    input.sessionType === 'voice' ? spokenRule : '',
    languageRule(input.language),
  ]);
}

/** The node's instruction with its examples of how to talk. */
function taskOf(node: FlowNode, { lookup }: FlowPromptInput): string {
  const instruction = instructionOf(node);
  if (!instruction) return '';
  const text = substitute(instruction.text, lookup);
  const task =
    instruction.type === 'static_text'
      ? `At this point of the conversation you said, or were to say: "${text}" Answer what the user says now, and stay with this.`
      : text;
  const examples = listOf(node.finetune_conversation_examples).map(transcriptOf).filter(Boolean);
  return joined([
    `## Your task at this point of the conversation\n${task}`,
    examples.length > 0 ? `Examples of how such a conversation may go:\n\n${examples.join('\n\n')}` : '',
  ]);
}

/** One possible outcome of a decision. */
export interface Outcome {
  /** Null for "none of them". */
  condition: string | null;
  /** Does the node it stands in go on talking? */
  stays: boolean;
  /** What another node has to say then, in the same reply; null: nothing. */
  task: string | null;
  examples: readonly FinetuneExample[];
  counterexamples: readonly FinetuneExample[];
}

/**
 * Asks for a decision as the first thing of the reply: a number in brackets, then the words that belong to it. One reply holds both, so
 * that the first word is not later than without a decision.
 */
export function decisionPart(outcomes: readonly Outcome[], options: { answer: boolean }): string {
  const lines = outcomes.map(({ condition }, k) => `[${k}] ${condition ?? 'None of the others holds.'}`);
  const examples = outcomes.flatMap((outcome, k) => examplesOf(outcome, k));
  return joined([
    `## First decide\nWhich of these holds now, judged by the whole conversation and above all by what was said last?\n${lines.join('\n')}`,
    examples.length > 0 ? `Examples:\n\n${examples.join('\n\n')}` : '',
    options.answer ? replyRule(outcomes) : '',
  ]);
}

function replyRule(outcomes: readonly Outcome[]): string {
  const rules = outcomes.map(({ stays, task }, k) => {
    if (stays) return `After [${k}]: what you say to the user, by your task above.`;
    return task === null
      ? `After [${k}]: nothing more. What follows is done for you: promise and claim nothing.`
      : `After [${k}]: what you say to the user. Your task is then: ${task}`;
  });
  return `Begin your reply with the number in brackets, as in "[0] ". It is cut off before anybody hears the rest.\n${rules.join('\n')}`;
}

function examplesOf({ examples, counterexamples }: Outcome, k: number): string[] {
  return [
    ...examples.map((each) => `${transcriptOf(each)}\n-> [${k}]`),
    ...counterexamples.map((each) => `${transcriptOf(each)}\n-> not [${k}]`),
  ];
}

function transcriptOf({ transcript }: FinetuneExample): string {
  return listOf(transcript).map(lineOf).join('\n');
}

function lineOf({ role, content, name, arguments: args }: ExampleUtterance): string {
  if (role === 'tool_call_invocation') return `(calls ${name ?? ''} with ${args ?? '{}'})`;
  if (role === 'tool_call_result') return `(result: ${content ?? ''})`;
  return `${role === 'agent' ? 'You' : 'User'}: ${content ?? ''}`;
}

export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join('\n\n');
}
