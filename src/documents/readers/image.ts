// Pictures of text, by character recognition. The words it knows are English.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker } from 'tesseract.js';
import UTIF from 'utif2';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';
import { bitmapOf } from './bitmap.ts';

const WORDS = join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng')), '4.0.0_best_int');
const MAX_PAGES = 100;
const MAX_PIXELS = 100_000_000;

export const readImage: Reader = (bytes) => recognise([bytes]);

/** Each page of it. */
export const readTiff: Reader = (bytes) => {
  const pages = UTIF.decode(bytes);
  if (pages.length > MAX_PAGES)
    throw new DocumentError(`the picture has ${pages.length} pages, at most ${MAX_PAGES} can be read`);
  return recognise(
    pages.map((page) => {
      // Tags 256 and 257: width and height.
      const [[width = 0] = [], [height = 0] = []] = [page['t256'], page['t257']] as [number[]?, number[]?];
      if (width * height > MAX_PIXELS) throw new DocumentError('the picture is larger than can be read');
      UTIF.decodeImage(bytes, page);
      return bitmapOf(UTIF.toRGBA8(page), page.width, page.height);
    }),
  );
};

async function recognise(pictures: Buffer[]) {
  const worker = await createWorker('eng', 1, {
    langPath: WORDS,
    gzip: true,
    cacheMethod: 'none',
    // Otherwise a picture that cannot be read ends the process.
    errorHandler: () => {},
  });
  try {
    const blocks: Block[] = [];
    for (const picture of pictures) {
      const { data } = await worker.recognize(picture);
      blocks.push(...paragraphsOf(data.text));
    }
    return readingOf(blocks);
  } catch (error) {
    throw new DocumentError('the picture is damaged or of a kind that cannot be read', { cause: error });
  } finally {
    await worker.terminate();
  }
}

function paragraphsOf(text: string): Block[] {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map(oneLine)
    .filter((paragraph) => /[\p{L}\p{N}]{2}/u.test(paragraph));
  return paragraphs.map((paragraph) => ({ is: 'paragraph', text: paragraph }));
}
