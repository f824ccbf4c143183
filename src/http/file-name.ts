// Names that senders give to their files, made fit to be shown and stored.

const MAX_CHARACTERS = 200;

/** Without folders, control characters and marks that turn the direction of writing; never empty, never hidden. */
export function fileNameOf(given: string | undefined): string {
  const last = (given ?? '').toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, '').replace(/^[.\s]+|\s+$/g, '');
  return plain === '' ? 'upload' : shortened(plain);
}

/** Long names lose their middle; the extension says what the file is. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= MAX_CHARACTERS) return name;
  return [...characters.slice(0, MAX_CHARACTERS - 20), ...characters.slice(-20)].join('');
}
