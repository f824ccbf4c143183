// PowerPoint presentations: slide by slide, each under its title, with its notes. ECMA-376, part 1, section 19.

import { openArchive, type Archive } from '../archive.ts';
import type { DomDocument, DomElement } from '../dom.ts';
import { oneLine } from '../one-line.ts';
import { readingOf, type Block, type Reader } from '../reading.ts';
import { tableRows } from '../table-rows.ts';
import { parseXml } from './xml.ts';

export const readPptx: Reader = (bytes) => {
  const archive = openArchive(bytes);
  return readingOf(slidePaths(archive).flatMap((path, i) => slideBlocks(archive, path, i + 1)));
};

/** In the order of the presentation; by their numbers where that cannot be told. */
function slidePaths(archive: Archive): string[] {
  const targets = relations(archive, 'ppt/presentation.xml');
  const presentation = archive.read('ppt/presentation.xml');
  const ids = presentation ? [...parseXml(presentation).querySelectorAll('p\\:sldId')] : [];
  const ordered = ids.flatMap((id) => targets.get(id.getAttribute('r:id') ?? '')?.path ?? []);
  if (ordered.length > 0) return ordered;
  const number = (name: string) => Number(/(\d+)\.xml$/.exec(name)?.[1]);
  return archive.names
    .filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
    .sort((a, b) => number(a) - number(b));
}

function slideBlocks(archive: Archive, path: string, number: number): Block[] {
  const bytes = archive.read(path);
  if (!bytes) return [];
  const slide = parseXml(bytes);
  const [title, ...body] = shapesOf(slide);
  const notes = [...relations(archive, path).values()].find(({ type }) => type.endsWith('/notesSlide'));
  const said = notes
    ? shapesOf(parseXml(archive.read(notes.path) ?? Buffer.alloc(0))).flatMap((shape) => shape.blocks)
    : [];
  const isTitled = title?.isTitle === true;
  const heading = isTitled ? title.blocks.map(({ text }) => text).join(' ') : `Slide ${number}`;
  const rest = (isTitled ? body : [title, ...body]).flatMap((shape) => shape?.blocks ?? []);
  return [{ is: 'heading', level: 1, text: heading }, ...rest, ...said];
}

interface Shape {
  isTitle: boolean;
  blocks: Block[];
}

/** The title first. Numbers of slides, dates and footers are left out. */
function shapesOf(slide: DomDocument): Shape[] {
  const shapes = [...slide.querySelectorAll('p\\:sp, p\\:graphicFrame')].map((shape): Shape & { kind: string } => {
    const kind = shape.querySelector('p\\:ph')?.getAttribute('type') ?? '';
    const isTitle = kind === 'title' || kind === 'ctrTitle';
    return { kind, isTitle, blocks: shape.tagName === 'p:sp' ? paragraphs(shape) : tablesOf(shape) };
  });
  const shown = shapes.filter(
    ({ kind, blocks }) => !['sldNum', 'dt', 'ftr', 'hdr'].includes(kind) && blocks.length > 0,
  );
  return shown.sort((a, b) => Number(b.isTitle) - Number(a.isTitle));
}

function paragraphs(shape: DomElement): Block[] {
  const texts = [...shape.querySelectorAll('a\\:p')].map(textOf);
  return texts.filter((text) => text !== '').map((text) => ({ is: 'item', text }));
}

function tablesOf(frame: DomElement): Block[] {
  return [...frame.querySelectorAll('a\\:tbl')].flatMap((table) =>
    tableRows([...table.querySelectorAll('a\\:tr')].map((row) => [...row.querySelectorAll('a\\:tc')].map(textOf))),
  );
}

function textOf(element: DomElement): string {
  return oneLine(
    [...element.querySelectorAll('a\\:t, a\\:br')]
      .map((run) => (run.tagName === 'a:br' ? ' ' : run.textContent))
      .join(''),
  );
}

/** By id: what an entry points to, as paths in the archive. */
function relations(archive: Archive, path: string): Map<string, { type: string; path: string }> {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash);
  const bytes = archive.read(`${folder}/_rels/${path.slice(slash + 1)}.rels`);
  const found = bytes ? [...parseXml(bytes).querySelectorAll('Relationship')] : [];
  return new Map(
    found.map((relation) => [
      relation.getAttribute('Id') ?? '',
      {
        type: relation.getAttribute('Type') ?? '',
        path: new URL(relation.getAttribute('Target') ?? '', `zip:/${folder}/`).pathname.slice(1),
      },
    ]),
  );
}
