// Who may open a stored file: anyone who knows its address, or only who has a signature that still holds.

import type { Kysely } from 'kysely';
import type { Database } from '../../storage/index.ts';
import { isFolderSigned } from '../../storage/tables/index.ts';
import type { FileLinks } from './links.ts';

/** False for a file that opens by a signed address only, without one that holds. What files are there is another question. */
export async function mayOpenFile(
  deps: { db: Kysely<Database>; fileLinks: FileLinks },
  file: { folder: string; name: string },
  query: { expires?: unknown; signature?: unknown },
): Promise<boolean> {
  if (deps.fileLinks.opens(`${file.folder}/${file.name}`, query)) return true;
  return !(await isFolderSigned(deps.db, file.folder));
}
