// `npm run build:pages`: builds the dashboard and the browser client whether or not they changed.

import { installPackages } from './bootstrap/packages.mjs';
import { buildPages } from './bootstrap/pages.mjs';

await buildPages(await installPackages(), { force: true });
