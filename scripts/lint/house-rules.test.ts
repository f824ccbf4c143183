// Lints small bad snippets with the real configuration: each rule must bite.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { ESLint, type Linter } from 'eslint';

const root = join(import.meta.dirname, '..', '..');
let house: string;

/** A little src with the rooms that the snippets import. */
const FILES: Record<string, string> = {
  'src/interfaces/clock.ts': 'export type Us = number;\nexport const zero = 0;\n',
  'src/contract/errors.ts': 'export const notFound = 1;\nexport type ErrorKind = string;\n',
  'src/storage/index.ts': 'export const openDatabase = 1;\n',
  'src/storage/schema.ts': 'export const schema = 1;\n',
  'src/providers/index.ts': 'export const createProviders = 1;\n',
  'src/providers/local/index.ts': 'export const createModelStore = 1;\n',
  'src/voice/second.ts': "import { third } from './third.ts';\nexport const second = third;\n",
  'src/voice/third.ts': "import { first } from './first.ts';\nexport const third: number = first;\n",
};

before(async () => {
  house = await mkdtemp(join(tmpdir(), 'ringback-lint-'));
  await write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        target: 'es2024',
        module: 'nodenext',
        strict: true,
        noEmit: true,
        allowImportingTsExtensions: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules', '@types')],
      },
      include: ['src', 'test', 'dashboard'],
    }),
  );
  for (const [path, text] of Object.entries(FILES)) await write(path, text);
});
after(() => rm(house, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, path)), { recursive: true });
  await writeFile(join(house, path), text);
}

/** What the house's lint says about one file. */
async function lint(path: string, text: string): Promise<string[]> {
  await write(path, text);
  const eslint = new ESLint({
    cwd: house,
    overrideConfigFile: join(root, 'eslint.config.mjs'),
    overrideConfig: {
      settings: { 'ringback/source': join(house, 'src') },
      languageOptions: { parserOptions: { tsconfigRootDir: house } },
    },
  });
  const [result] = await eslint.lintFiles([path]);
  assert.ok(result);
  await rm(join(house, path));
  return result.messages.map((message) => `${message.ruleId}: ${message.message}`);
}

const BITES: Array<{ rule: string; says: RegExp; path: string; text: string }> = [
  {
    rule: 'ringback/arrows',
    says: /No arrow from voice to storage/,
    path: 'src/voice/bad.ts',
    text: "import { openDatabase } from '../storage/index.ts';\nexport const a = openDatabase;\n",
  },
  {
    rule: 'ringback/arrows',
    says: /No arrow from conversation to providers/,
    path: 'src/conversation/bad.ts',
    text: "export type { createProviders } from '../providers/index.ts';\n",
  },
  {
    rule: 'ringback/arrows',
    says: /No arrow from egress to storage/,
    path: 'src/egress/bad.ts',
    text: "export const a = import('../storage/index.ts');\n",
  },
  {
    rule: 'ringback/arrows',
    says: /Enter storage by a door/,
    path: 'src/resources/bad.ts',
    text: "import { schema } from '../storage/schema.ts';\nexport const a = schema;\n",
  },
  {
    rule: 'ringback/arrows',
    says: /only types of contract/,
    path: 'src/media/bad.ts',
    text: "import { notFound } from '../contract/errors.ts';\nexport const a = notFound;\n",
  },
  {
    rule: 'ringback/arrows',
    says: /nothing from outside src/,
    path: 'src/http/bad.ts',
    text: "import { fake } from '../../test/fake.ts';\nexport const a: unknown = fake;\n",
  },
  {
    rule: 'ringback/arrows',
    says: /"lobby" is no room yet/,
    path: 'src/lobby/bad.ts',
    text: "import { openDatabase } from '../storage/index.ts';\nexport const a = openDatabase;\n",
  },
  {
    rule: 'ringback/arrows',
    says: /No arrow from voice to storage/,
    path: 'src/voice/bad.ts',
    text: "export type Opened = import('../storage/index.ts').Opened;\n",
  },
  {
    rule: 'ringback/arrows',
    says: /No arrow from dashboard to storage/,
    path: 'dashboard/bad.ts',
    text: "import { openDatabase } from '../src/storage/index.ts';\nexport const a = openDatabase;\n",
  },
  {
    rule: 'ringback/cycles',
    says: /voice\/first\.ts -> voice\/second\.ts -> voice\/third\.ts -> voice\/first\.ts/,
    path: 'src/voice/first.ts',
    text: "import { second } from './second.ts';\nexport const first: number = second;\n",
  },
  {
    rule: 'ringback/environment',
    says: /Only config\.ts/,
    path: 'src/media/bad.ts',
    text: 'export const port = process.env.PORT;\n',
  },
  {
    rule: 'ringback/environment',
    says: /Only config\.ts/,
    path: 'src/media/bad.ts',
    text: "import { env } from 'node:process';\nexport const port = env.PORT;\n",
  },
  {
    rule: 'ringback/environment',
    says: /Only config\.ts/,
    path: 'src/media/bad.ts',
    text: 'const { env } = process;\nexport const port = env.PORT;\n',
  },
  {
    rule: '@typescript-eslint/no-floating-promises',
    says: /Promises must be/,
    path: 'src/media/bad.ts',
    text: 'export function start(run: () => Promise<void>): void {\n  run();\n}\n',
  },
  {
    rule: '@typescript-eslint/no-misused-promises',
    says: /Promise/,
    path: 'src/media/bad.ts',
    text: "import { EventEmitter } from 'node:events';\nnew EventEmitter().on('x', async () => { await Promise.resolve(); });\n",
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    says: /not exhaustive/,
    path: 'src/media/bad.ts',
    text: "export function name(kind: 'a' | 'b'): void {\n  switch (kind) {\n    case 'a':\n      return;\n  }\n}\n",
  },
  {
    rule: 'no-console',
    says: /console/,
    path: 'src/media/bad.ts',
    text: "export function tell(): void {\n  console.log('x');\n}\n",
  },
  {
    rule: '@typescript-eslint/await-thenable',
    says: /non-Promise/,
    path: 'src/media/bad.ts',
    text: 'export async function one(): Promise<number> {\n  return await 1;\n}\n',
  },
  {
    rule: '@typescript-eslint/only-throw-error',
    says: /error object/,
    path: 'src/media/bad.ts',
    text: "export function fail(): never {\n  throw 'words';\n}\n",
  },
  {
    rule: '@typescript-eslint/no-unused-vars',
    says: /never used/,
    path: 'src/media/bad.ts',
    text: 'const idle = 1;\nexport const a = 2;\n',
  },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    says: /import type/,
    path: 'src/media/bad.ts',
    text: "import { Us } from '../interfaces/clock.ts';\nexport const a: Us = 1;\n",
  },
  {
    rule: '@typescript-eslint/no-explicit-any',
    says: /Unexpected any/,
    path: 'src/media/bad.ts',
    text: 'export const a = (b: any): unknown => b;\n',
  },
  { rule: 'prefer-const', says: /never reassigned/, path: 'src/media/bad.ts', text: 'let a = 1;\nexport { a };\n' },
  { rule: 'no-var', says: /Unexpected var/, path: 'src/media/bad.ts', text: 'export var a = 1;\n' },
  {
    rule: 'eqeqeq',
    says: /Expected '==='/,
    path: 'src/media/bad.ts',
    text: 'export const a = (b: number): boolean => b == 1;\n',
  },
];

test('every rule of the configuration has a snippet here', async () => {
  const bitten = new Set(BITES.map(({ rule }) => rule));
  const eslint = new ESLint({ cwd: root });
  const { rules } = (await eslint.calculateConfigForFile(join(root, 'src/media/index.ts'))) as Required<Linter.Config>;
  const on = Object.keys(rules).filter((name) => [rules[name]].flat()[0] === 2);
  assert.ok(on.length >= 10, on.join());
  assert.deepEqual(
    on.filter((name) => !bitten.has(name)),
    [],
  );
});

for (const { rule, says, path, text } of BITES) {
  test(`${rule} bites in ${path}: ${says.source}`, async () => {
    const messages = await lint(path, text);
    assert.ok(
      messages.some((message) => message.startsWith(`${rule}:`) && says.test(message)),
      `lint said: ${messages.join(' | ') || 'nothing'}`,
    );
  });
}

test('good code passes', async () => {
  const good: Record<string, string> = {
    'src/main.ts':
      "import { createModelStore } from './providers/local/index.ts';\nexport const a = createModelStore;\n",
    'src/resources/good.ts':
      "import { openDatabase } from '../storage/index.ts';\nimport { notFound } from '../contract/errors.ts';\nexport const a = openDatabase + notFound;\n",
    'src/media/good.ts':
      "import type { ErrorKind } from '../contract/errors.ts';\nimport { zero } from '../interfaces/clock.ts';\nexport const a: ErrorKind = String(zero);\n",
    'src/media/child.ts':
      "import { spawn } from 'node:child_process';\nexport const child = spawn('true', [], { env: { ...process.env, A: '1' } });\n",
    'src/config.ts': 'export const port = process.env.PORT;\n',
    'src/media/good.test.ts':
      "import { test } from 'node:test';\nimport { openDatabase } from '../storage/index.ts';\ntest('adds', async () => { await Promise.resolve(openDatabase); });\n",
  };
  for (const [path, text] of Object.entries(good)) assert.deepEqual(await lint(path, text), [], path);
});
