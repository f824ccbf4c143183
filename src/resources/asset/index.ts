export { createAsset, deleteAsset, getAsset, listAssets } from './assets.ts';
export type { AssetPlace } from './assets.ts';
