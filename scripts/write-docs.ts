// `npm run docs`: writes the pages of docs/ that come from code.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeConfigAsMarkdown } from '../src/config.ts';
import { compatibilityPage } from './docs/compatibility.ts';

const root = join(import.meta.dirname, '..');
await writeFile(join(root, 'docs', 'configuration.md'), describeConfigAsMarkdown());
await writeFile(join(root, 'docs', 'compatibility.md'), await compatibilityPage(root));
