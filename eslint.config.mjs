// Lint: what the formatter and the compiler cannot see. The rules of the house are in scripts/lint/.

import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/lint/house-rules.mjs';

export default [
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '.ringback/',
      '**/.cache/',
      'src/contract/generated/',
      'scripts/lint/fixtures/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin, ringback: houseRules },
    rules: {
      'ringback/arrows': 'error',
      'ringback/cycles': 'error',
      'ringback/environment': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowThrowingAny: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'prefer-const': 'error',
      'no-var': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { '@typescript-eslint/no-explicit-any': 'error', 'no-console': 'error' },
  },
  {
    // These talk to a person on the terminal.
    files: ['src/cli/**', 'src/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.{test,fixture}.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off', 'no-console': 'off' } },
  {
    // Outside their folder's tsconfig, so without types.
    files: ['{dashboard,web-client}/vite.config.ts', '{dashboard,web-client}/**/*.test.{ts,tsx}'],
    ...tseslint.configs.disableTypeChecked,
  },
  { files: ['**/*.mjs'], rules: { 'prefer-const': 'error', 'no-var': 'error' } },
];
