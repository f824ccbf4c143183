// What a call out does when a machine answers it, from the agent's settings.

export interface AnswerRule {
  /** `message`: said when its greeting is over, then the call ends. `end`: at once. Null: voicemails are not looked for. */
  voicemail: { do: 'message' } | { do: 'end'; reason: 'voicemail_reached' | 'transfer_bridged' } | null;
  /** Menus are no voicemails: the agent goes on with them unless this ends the call. */
  endsAtMenu: boolean;
  /** A model is asked once, beside all else, where words alone name no machine. */
  asksModel: boolean;
  /** So long after the answer nobody listens for machines any more. */
  windowMs: number;
}

/** What is to be said to a voicemail; variables are not put in. */
export type VoicemailMessage = { is: 'text'; text: string } | { is: 'prompt'; prompt: string };

/** As in the contract. */
interface AnswerConfig {
  voicemail_option?: { action?: { type?: string; text?: string } | null; detection_prompt?: unknown } | null;
  ivr_option?: { action?: { type?: string } | null; detection_prompt?: unknown } | null;
  voicemail_message?: unknown;
  voicemail_detection_timeout_ms?: unknown;
}

const WINDOW_MS = 180_000;
const OLDER_WINDOW_MS = 30_000;

/** Null: nothing is looked for. `bridges`: the agent of a transfer, who may connect a voicemail. */
export function answerRuleOf(
  config: Readonly<Record<string, unknown>>,
  options: { bridges?: boolean } = {},
): AnswerRule | null {
  const { voicemail_option, ivr_option, voicemail_message: older } = config as AnswerConfig;
  const endsAtMenu = ivr_option?.action?.type === 'hangup';
  const asksModel = Object.values(detectionPromptsOf(config)).some((prompt) => prompt !== null);
  if (voicemail_option?.action) {
    return {
      voicemail: actionOf(voicemail_option.action, options.bridges === true),
      endsAtMenu,
      asksModel,
      windowMs: WINDOW_MS,
    };
  }
  // The older form counts only where the newer one says nothing.
  if (typeof older === 'string') {
    const voicemail = older.trim() === '' ? HANG_UP : { do: 'message' as const };
    return { voicemail, endsAtMenu, asksModel, windowMs: olderWindow(config as AnswerConfig) };
  }
  return endsAtMenu ? { voicemail: null, endsAtMenu, asksModel, windowMs: WINDOW_MS } : null;
}

export interface DetectionPrompts {
  voicemail: string | null;
  ivr: string | null;
}

/** How else to tell a machine, in the agent's own words; variables are not put in. Only of what the agent acts on. */
export function detectionPromptsOf(config: Readonly<Record<string, unknown>>): DetectionPrompts {
  const { voicemail_option, ivr_option } = config as AnswerConfig;
  const promptOf = (prompt: unknown): string | null =>
    typeof prompt === 'string' && prompt.trim() !== '' ? prompt : null;
  return {
    voicemail: voicemail_option?.action ? promptOf(voicemail_option.detection_prompt) : null,
    ivr: ivr_option?.action?.type === 'hangup' ? promptOf(ivr_option.detection_prompt) : null,
  };
}

/** Null: there is nothing to say. */
export function voicemailMessageOf(config: Readonly<Record<string, unknown>>): VoicemailMessage | null {
  const { voicemail_option, voicemail_message: older } = config as AnswerConfig;
  const { type, text = '' } = voicemail_option?.action ?? {};
  if (type === 'prompt') return { is: 'prompt', prompt: text };
  if (type === 'static_text') return { is: 'text', text };
  return !voicemail_option?.action && typeof older === 'string' ? { is: 'text', text: older } : null;
}

const HANG_UP = { do: 'end', reason: 'voicemail_reached' } as const;

function actionOf({ type, text }: { type?: string; text?: string }, bridges: boolean): AnswerRule['voicemail'] {
  if (type === 'bridge_transfer' && bridges) return { do: 'end', reason: 'transfer_bridged' };
  if ((type === 'static_text' || type === 'prompt') && text?.trim()) return { do: 'message' };
  return HANG_UP;
}

function olderWindow({ voicemail_detection_timeout_ms: ms }: AnswerConfig): number {
  return typeof ms === 'number' ? Math.min(180_000, Math.max(5000, ms)) : OLDER_WINDOW_MS;
}
