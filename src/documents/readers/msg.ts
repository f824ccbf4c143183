// Mails as Outlook keeps them.

import { createRequire } from 'node:module';
import { readingOf, type Reader } from '../reading.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';
import { mailBlocks } from './mail.ts';
import { readHtml } from './html.ts';
import { readPlainText } from './text.ts';

interface MsgModule {
  default: new (bytes: DataView) => { getFileData(): Mail };
}

/** What of a mail is read. */
interface Mail {
  error?: string;
  subject?: string;
  senderName?: string;
  senderEmail?: string;
  recipients?: { name?: string; email?: string }[];
  messageDeliveryTime?: string;
  clientSubmitTime?: string;
  attachments?: { fileName?: string }[];
  body?: string;
  html?: Uint8Array;
}

const { default: MsgReader } = createRequire(import.meta.url)('@kenjiuno/msgreader') as MsgModule;

export const readMsg: Reader = async (bytes, context) => {
  const mail = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)).getFileData();
  if (mail.error) throw new DocumentError('the file is damaged: it is no whole Outlook mail');
  const title = mail.subject ?? '';
  const head = mailBlocks({
    subject: title,
    from: [mail.senderName, mail.senderEmail && `<${mail.senderEmail}>`].filter(Boolean).join(' '),
    to: (mail.recipients ?? []).map(({ name, email }) => name ?? email ?? '').join(', '),
    date: mail.messageDeliveryTime ?? mail.clientSubmitTime ?? '',
    attachments: (mail.attachments ?? []).flatMap(({ fileName }) => fileName ?? []),
  });
  const body = mail.body?.trim()
    ? await readPlainText(Buffer.from(mail.body), { charset: undefined, url: undefined })
    : mail.html
      ? await readHtml(Buffer.from(mail.html), context)
      : readingOf([]);
  return readingOf([...head, ...body.blocks], title);
};
