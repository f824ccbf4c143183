// Word documents, through the HTML that mammoth makes of them. Pictures stay out.

import mammoth from 'mammoth';
import { checkArchive } from '../archive.ts';
import { htmlTree } from '../dom.ts';
import { htmlBlocks } from '../html-blocks.ts';
import { readingOf, type Reader } from '../reading.ts';

export const readDocx: Reader = async (bytes) => {
  checkArchive(bytes);
  const noPictures = mammoth.images.imgElement(() => Promise.resolve({ src: '' }));
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    {
      convertImage: noPictures,
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
    },
  );
  return readingOf(htmlBlocks(htmlTree(value)));
};
