// What stands above a mail's text.

import { oneLine } from '../one-line.ts';
import type { Block } from '../reading.ts';

export interface MailHead {
  subject: string;
  from: string;
  to: string;
  date: string;
  /** Names. */
  attachments: string[];
}

export function mailBlocks({ subject, from, to, date, attachments }: MailHead): Block[] {
  const lines = [`From: ${from}`, `To: ${to}`, `Date: ${date}`, `Attachments: ${attachments.join(', ')}`];
  const told = lines.map(oneLine).filter((line) => !line.endsWith(':'));
  const heading: Block[] = oneLine(subject) === '' ? [] : [{ is: 'heading', level: 1, text: oneLine(subject) }];
  return [...heading, ...told.map((text): Block => ({ is: 'item', text }))];
}
