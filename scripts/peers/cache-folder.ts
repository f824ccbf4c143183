import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where peers are kept between runs: `$XDG_CACHE_HOME/ringback`, else `~/.cache/ringback`. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringback');
}
