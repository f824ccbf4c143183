// Assets: images and sounds that are kept under an address of their own.

import { ApiError, invalidRequest, notFound, type Schema } from '../../contract/index.ts';
import type { UploadedFile } from '../../interfaces/uploaded-file.ts';
import { enqueue, type Row } from '../../storage/index.ts';
import { deleteAssetRow, findAsset, insertAsset, listAssetRows } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { contentKind, keepingFiles, newFileKey, readEnds, type ContentKind } from '../upload/index.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'blobs' | 'fileLinks'>;
type Asset = Schema<'AssetResponse'>;

export interface AssetPlace {
  workspaceId: string;
  assetId: string;
}

const MAX_BYTES = 10 * 1024 * 1024;

/** Kind of content -> its media type. */
const TYPES: { readonly [Kind in ContentKind | 'svg']?: string } = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  webm: 'audio/webm',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  flac: 'audio/flac',
};

/** Its content says what it is. Throws 400 for anything but an image or a sound, 413 for more than 10 MB. */
export async function createAsset(deps: Deps, workspaceId: string, file: UploadedFile): Promise<Asset> {
  if (file.size > MAX_BYTES) throw new ApiError('too_large', `file: expected at most 10 MB, got ${file.size} bytes.`);
  const kind = await assetKind(file);
  const content_type = TYPES[kind];
  if (content_type === undefined)
    throw invalidRequest(`file: expected content of one of ${Object.keys(TYPES).join(', ')}, got something else.`);
  const blob_key = newFileKey(file.fileName, kind);
  const row = {
    workspace_id: workspaceId,
    asset_id: newId('asset'),
    file_name: file.fileName,
    content_type,
    file_size: file.size,
    blob_key,
    created_at: deps.now(),
  };
  return keepingFiles(deps, [blob_key], async ({ keep, settle }) => {
    await keep(blob_key, { path: file.path });
    return deps.db.transaction().execute(async (tx) => {
      await settle(tx);
      return render(deps, await insertAsset(tx, row));
    });
  });
}

export async function getAsset(deps: Deps, place: AssetPlace): Promise<Asset> {
  const row = await findAsset(deps.db, keyOf(place));
  if (!row) throw notFound('asset', place.assetId);
  return render(deps, row);
}

/** Newest first. */
export async function listAssets(
  deps: Deps,
  workspaceId: string,
  query: { limit?: number; pagination_key?: string },
): Promise<Page<Asset>> {
  const limit = pageLimit(query.limit, 50);
  const rows = await listAssetRows(deps.db, workspaceId, {
    limit: limit + 1,
    ...(query.pagination_key === undefined ? {} : { after: afterKey(query.pagination_key) }),
  });
  return pageOf(
    rows,
    limit,
    LIST,
    (row) => [row.created_at, row.asset_id],
    (row) => render(deps, row),
  );
}

const LIST = 'assets';

function afterKey(key: string): { created_at: number; asset_id: string } {
  const [created_at, asset_id] = decodePageKey(LIST, key, ['number', 'string']) as [number, string];
  return { created_at, asset_id };
}

export async function deleteAsset(deps: Deps, place: AssetPlace): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const row = await deleteAssetRow(tx, keyOf(place));
    if (!row) throw notFound('asset', place.assetId);
    await enqueue(tx, 'delete-files', { keys: [row.blob_key] });
  });
}

async function assetKind(file: UploadedFile): Promise<ContentKind | 'svg'> {
  const { head } = await readEnds(file.path);
  const kind = contentKind(head);
  return kind === 'text' && /<svg[\s>]/i.test(head.toString('utf8', 0, 4096)) ? 'svg' : kind;
}

function keyOf(place: AssetPlace): { workspace_id: string; asset_id: string } {
  return { workspace_id: place.workspaceId, asset_id: place.assetId };
}

function render(deps: Deps, row: Row<'assets'>): Asset {
  const { asset_id, file_name, content_type, file_size } = row;
  return {
    asset_id,
    file_name,
    content_type,
    file_size,
    url: deps.fileLinks.url(row.blob_key),
    created_timestamp: row.created_at,
  };
}
