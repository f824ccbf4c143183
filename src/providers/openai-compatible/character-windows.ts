// A passage in windows for a server whose way of counting tokens is not known: by characters, cut between words.

/** Neighbours share this part of a window, so that a sentence that one of them cuts is whole in the other. */
const OVERLAP = 0.2;
const MAX_HEADING_CHARACTERS = 200;

/** Windows of at most `characters` beside the heading that each begins with; none for a text without a word. */
export function characterWindows(heading: string, text: string, characters: number): string[] {
  const plain = text.trim();
  const head = heading.trim().slice(0, MAX_HEADING_CHARACTERS);
  const windows: string[] = [];
  for (let from = 0; from < plain.length;) {
    const to = endOf(plain, from, characters);
    windows.push(head === '' ? plain.slice(from, to) : `${head}\n${plain.slice(from, to)}`);
    if (to >= plain.length) break;
    from = beginOf(plain, Math.max(from + 1, to - Math.floor(characters * OVERLAP)), to);
  }
  return windows;
}

function endOf(text: string, from: number, characters: number): number {
  if (from + characters >= text.length) return text.length;
  const space = text.lastIndexOf(' ', from + characters);
  return space > from + characters / 2 ? space : from + characters;
}

function beginOf(text: string, at: number, before: number): number {
  const space = text.indexOf(' ', at);
  return space === -1 || space >= before ? at : space + 1;
}
