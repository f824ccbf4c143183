// What a new agent starts as: good enough to talk to at once, short enough to be read and changed.

import type { NewAgent } from '../api/index.ts';

const prompt = `## Who you are
You are the friendly receptionist of Maple Street Dental. You speak on the phone: short sentences, one question at a time, no lists.

## What you do
1. Find out why the person calls.
2. For an appointment, ask for the name, then for a day and a time that suit them. Say them back once.
3. For questions: open Monday to Friday, nine to five. The address is 12 Maple Street.
4. When nothing is left, thank them, say goodbye and end the call.

## Rules
- If you did not understand, say so and ask again.
- Never make up prices or medical advice. Offer that someone calls back.`;

/** While the scripted guide is the only mind it introduces itself; a receptionist would be told what it cannot do. */
export function starterGuide(voiceId: string, name: string): NewAgent {
  const { agent, llm } = starterAgent(voiceId, name);
  return {
    agent: { ...agent, boosted_keywords: ['Ringback'] },
    llm: {
      ...llm,
      begin_message: null,
      general_prompt: 'You are a friendly guide to Ringback. Answer in one or two short sentences.',
    },
  };
}

/** A receptionist with an `end_call` tool. `model` null: the server's default. */
export function starterAgent(voiceId: string, name: string): NewAgent {
  return {
    agent: { agent_name: name, voice_id: voiceId, language: 'en-US' },
    llm: {
      start_speaker: 'agent',
      begin_message: 'Hello, Maple Street Dental. How can I help you?',
      general_prompt: prompt,
      general_tools: [
        {
          type: 'end_call',
          name: 'end_call',
          description: 'End the call once both sides have said goodbye, or when the person asks to hang up.',
        },
      ],
    },
  };
}
