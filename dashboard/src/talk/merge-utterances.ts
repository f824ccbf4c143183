// The whole transcript from updates that carry only the last five utterances.

import type { UpdateUtterance } from '../../../web-client/src/index.ts';
import type { TalkUtterance } from './talk-state.ts';

/** Utterances that an `update` carries at most. */
const windowSize = 5;

/**
 * Lays the window over the end of what is known: utterances in it may have grown (still being spoken) or shrunk (cut by a barge-in), new
 * ones follow. A window that is not full is the whole transcript. Of several places that fit, the earliest wins, as the window is as
 * long as the transcript allows. The last known utterance may be missing from the window: words of which nothing was heard go again.
 * `interim`: words of the caller that may still change; the window ends with them, the transcript does not have them.
 */
export function mergeUtterances(known: TalkUtterance[], window: UpdateUtterance[], interim = ''): TalkUtterance[] {
  const last = window.at(-1);
  const hasInterim = interim !== '' && last?.role === 'user' && last.content === interim;
  const said = hasInterim ? window.slice(0, -1) : window;
  const fresh = said.filter(({ role }) => role !== 'transfer_target').map(utteranceOf);
  if (window.length < windowSize) return fresh;
  return overlaid(known, fresh) ?? overlaid(known.slice(0, -1), fresh) ?? [...known, ...fresh];
}

/** Null when the window fits nowhere. */
function overlaid(known: TalkUtterance[], fresh: TalkUtterance[]): TalkUtterance[] | null {
  for (let start = Math.max(0, known.length - fresh.length); start < known.length; start++) {
    if (known.slice(start).every((item, index) => isSame(item, fresh[index])))
      return [...known.slice(0, start), ...fresh];
  }
  return null;
}

function utteranceOf({ role, content }: UpdateUtterance): TalkUtterance {
  return { is: 'utterance', role: role === 'agent' ? 'agent' : 'user', content };
}

function isSame(known: TalkUtterance, fresh: TalkUtterance | undefined): boolean {
  if (!fresh || known.role !== fresh.role) return false;
  const a = bare(known.content);
  const b = bare(fresh.content);
  return a.startsWith(b) || b.startsWith(a);
}

/** Without the marks that a cut leaves at the end. */
function bare(content: string): string {
  return content.replace(/[\s\-–—….]+$/u, '');
}
