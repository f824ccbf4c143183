// The envelope key: everything secret that is stored is encrypted with it, everything that is signed is signed with a key derived from it.

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { access, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Envelope {
  /** AES-256-GCM: nonce (12), tag (16), ciphertext. `context` must be the same when opening. */
  seal(text: string, context: string): Buffer;
  /** Throws when the envelope key is not the one it was sealed with. */
  open(sealed: Buffer, context: string): string;
  /** 32 bytes for one purpose (HKDF-SHA256, RFC 5869). */
  derive(purpose: string): Buffer;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createEnvelope(key: Buffer): Envelope {
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
    },
    open(sealed, context) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const text = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
        return Buffer.concat(text).toString('utf8');
      } catch (error) {
        throw new Error(
          'A stored key cannot be decrypted: RINGBACK_SECRET_KEY (or secret.key in the data folder) is not the one this database was made with.',
          { cause: error },
        );
      }
    },
    derive: (purpose) => Buffer.from(hkdfSync('sha256', key, '', `ringback ${purpose}`, 32)),
  };
}

/**
 * 32 bytes from RINGBACK_SECRET_KEY (64 hex digits, or any text of at least 32 characters), else from `secret.key` in the data folder,
 * which is made on first use and readable by its owner alone.
 */
export async function loadEnvelopeKey(from: { secretKey: string | undefined; dataDir: string }): Promise<Buffer> {
  if (from.secretKey !== undefined) return keyOfText(from.secretKey, 'RINGBACK_SECRET_KEY');
  const file = join(from.dataDir, 'secret.key');
  await mkdir(from.dataDir, { recursive: true });
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeOnce(file, randomBytes(32).toString('hex'));
  return keyOfText((await readFile(file, 'utf8')).trim(), file);
}

function keyOfText(text: string, source: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (text.length >= 32) return createHash('sha256').update(text).digest();
  throw new Error(
    `${source} must be 64 hex digits or a text of at least 32 characters, got ${text.length} characters.`,
  );
}

/** Appears whole or not at all; whoever is first wins. */
async function writeOnce(file: string, content: string): Promise<void> {
  const half = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(half, `${content}\n`, { mode: 0o600, flush: true });
  try {
    await link(half, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(half);
  }
}
