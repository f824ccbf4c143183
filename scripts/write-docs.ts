// `npm run docs`: writes the pages of docs/ that come from code.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeConfigAsMarkdown } from '../src/config.ts';

await writeFile(join(import.meta.dirname, '..', 'docs', 'configuration.md'), describeConfigAsMarkdown());
