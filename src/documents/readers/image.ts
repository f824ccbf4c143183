// Pictures of text, by character recognition. The words it knows are English.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker } from 'tesseract.js';
import UTIF from 'utif2';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { DocumentError } from '../../interfaces/document-reader.ts';
import { bitmapOf } from './bitmap.ts';
import { pictureSize, type PictureSize } from './picture-size.ts';

const WORDS = join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng')), '4.0.0_best_int');
const MAX_PAGES = 100;
const MAX_PIXELS = 100_000_000;

export const readImage: Reader = (bytes) => {
  checkSize(pictureSize(bytes));
  return recognise([bytes]);
};

/** Each page of it. */
export const readTiff: Reader = (bytes) => {
  const pages = UTIF.decode(bytes);
  if (pages.length > MAX_PAGES)
    throw new DocumentError(`the picture has ${pages.length} pages, at most ${MAX_PAGES} can be read`);
  return recognise(pagesOf(bytes, pages));
};

/** One after the other, as each is large. */
function* pagesOf(bytes: Buffer, pages: ReturnType<typeof UTIF.decode>): Generator<Buffer> {
  for (const page of pages) {
    // Tags 256 and 257: width and height.
    const [[width = 0] = [], [height = 0] = []] = [page['t256'], page['t257']] as [number[]?, number[]?];
    checkSize({ width, height });
    UTIF.decodeImage(bytes, page);
    yield bitmapOf(UTIF.toRGBA8(page), page.width, page.height);
    page.data = new Uint8Array(0);
  }
}

/** What unpacks into more than memory holds may be a few bytes in the file. */
function checkSize(size: PictureSize | null): void {
  if (size && size.width * size.height > MAX_PIXELS)
    throw new DocumentError(
      `the picture has ${size.width} x ${size.height} pixels, at most ${MAX_PIXELS / 1_000_000} million can be read`,
    );
}

async function recognise(pictures: Iterable<Buffer>) {
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
    if (error instanceof DocumentError) throw error;
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
