// ESLint rules of this house: arrows between rooms, doors, cycles, who reads the environment.

import { dirname, join, relative, resolve } from 'node:path';
import { root } from '../bootstrap/root.mjs';
import { findCycle } from './cycles.mjs';
import { faultOfImport, isForTests, placeOf } from './rooms.mjs';

/** @param {import('eslint').Rule.RuleContext} context */
const sourceFolder = (context) => context.settings['ringback/source'] ?? join(root, 'src');

/**
 * Calls `visit` for each import and re-export of a module.
 * @param {(node: any, specifier: string, typeOnly: boolean) => void} visit
 */
function eachImport(visit) {
  const onDeclaration = (/** @type {any} */ node) => {
    if (!node.source) return;
    const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
    visit(node.source, String(node.source.value), typeOnly);
  };
  return {
    ImportDeclaration: onDeclaration,
    ExportNamedDeclaration: onDeclaration,
    ExportAllDeclaration: onDeclaration,
    TSImportType: (/** @type {any} */ node) => visit(node.source, String(node.source.value), true),
    ImportExpression: (/** @type {any} */ node) => {
      if (node.source.type === 'Literal') visit(node.source, String(node.source.value), false);
    },
  };
}

const arrows = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'Rooms import along the arrows of docs/architecture.md, by the door.' },
  },
  create: (/** @type {any} */ context) =>
    eachImport((node, specifier, typeOnly) => {
      const message = faultOfImport({ file: context.filename, specifier, typeOnly, source: sourceFolder(context) });
      if (message) context.report({ node, message });
    }),
};

const cycles = {
  meta: { type: 'problem', schema: [], docs: { description: 'No file imports itself by a detour.' } },
  create(/** @type {any} */ context) {
    const text = context.sourceCode.getText();
    const declaration = (/** @type {any} */ node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      if (node.importKind === 'type' || node.exportKind === 'type') return;
      const way = findCycle(context.filename, resolve(dirname(context.filename), specifier), text);
      if (!way) return;
      const shown = way.map((file) => relative(sourceFolder(context), file)).join(' -> ');
      context.report({ node: node.source, message: `Import cycle: ${shown}` });
    };
    return { ImportDeclaration: declaration, ExportNamedDeclaration: declaration, ExportAllDeclaration: declaration };
  },
};

const environment = {
  meta: { type: 'problem', schema: [], docs: { description: 'Only config.ts reads the environment.' } },
  create(/** @type {any} */ context) {
    const place = placeOf(context.filename, sourceFolder(context));
    if (!place || place.room === 'config' || place.room === 'cli' || isForTests(place.path)) return {};
    const message = 'Only config.ts reads the environment: take the setting from deps.';
    return {
      MemberExpression(/** @type {any} */ node) {
        const name = node.computed ? node.property.value : node.property.name;
        const reads = node.object.type === 'Identifier' && node.object.name === 'process' && name === 'env';
        if (reads && !isHandedToChild(node)) context.report({ node, message });
      },
      VariableDeclarator(/** @type {any} */ node) {
        if (node.init?.type !== 'Identifier' || node.init.name !== 'process' || node.id.type !== 'ObjectPattern')
          return;
        const taken = node.id.properties.find((/** @type {any} */ property) => property.key?.name === 'env');
        if (taken) context.report({ node: taken, message });
      },
      ImportSpecifier(/** @type {any} */ node) {
        if (/^(node:)?process$/.test(node.parent.source.value) && node.imported.name === 'env')
          context.report({ node, message });
      },
    };
  },
};

/** `{ env: { ...process.env, MORE: '1' } }` hands the environment on to a child process and reads no setting from it. */
function isHandedToChild(/** @type {any} */ node) {
  for (let at = node; at; at = at.parent) {
    if (at.type === 'Property' && at.key.name === 'env') return true;
    if (/Statement|Declaration$/.test(at.type)) return false;
  }
  return false;
}

export const houseRules = { meta: { name: 'ringback' }, rules: { arrows, cycles, environment } };
