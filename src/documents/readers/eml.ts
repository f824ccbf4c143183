// Mails: who wrote to whom about what, and the text. What is attached is named, not opened.

import PostalMime from 'postal-mime';
import { htmlTree } from '../dom.ts';
import { htmlBlocks } from '../html-blocks.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { mailBlocks } from './mail.ts';
import { readPlainText } from './text.ts';

export const readEml: Reader = async (bytes) => {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 50 });
  const person = (one: { name?: string; address?: string }) =>
    [one.name, one.address && `<${one.address}>`].filter(Boolean).join(' ');
  const title = mail.subject ?? '';
  return readingOf(
    [
      ...mailBlocks({
        subject: title,
        from: mail.from ? person(mail.from) : '',
        to: (mail.to ?? []).map(person).join(', '),
        date: mail.date ?? '',
        attachments: mail.attachments.flatMap(({ filename }) => filename ?? []),
      }),
      ...(await body(mail)),
    ],
    title,
  );
};

async function body({ html, text }: { html?: string; text?: string }): Promise<Block[]> {
  if (text?.trim()) return (await readPlainText(Buffer.from(text), { charset: undefined, url: undefined })).blocks;
  return html ? htmlBlocks(htmlTree(html)) : [];
}
