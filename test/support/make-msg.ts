// A mail as Outlook keeps it. [MS-OXMSG] 2.1, 2.4.

import cfb from 'cfb';

/** Property tags of texts in UTF-16 (type 001F). */
const TAGS = { subject: 0x0037001f, body: 0x1000001f, senderName: 0x0c1a001f } as const;

export function makeMsg(texts: Record<keyof typeof TAGS, string>): Buffer {
  const file = cfb.utils.cfb_new();
  const entries: Buffer[] = [Buffer.alloc(32)];
  for (const [field, tag] of Object.entries(TAGS)) {
    const content = Buffer.from(texts[field as keyof typeof TAGS], 'utf16le');
    const name = `__substg1.0_${tag.toString(16).toUpperCase().padStart(8, '0')}`;
    cfb.utils.cfb_add(file, `/${name}`, content);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(tag, 0);
    entry.writeUInt32LE(6, 4);
    entry.writeUInt32LE(content.length + 2, 8);
    entries.push(entry);
  }
  cfb.utils.cfb_add(file, '/__properties_version1.0', Buffer.concat(entries));
  return Buffer.from(cfb.write(file, { type: 'buffer' }) as Uint8Array);
}
