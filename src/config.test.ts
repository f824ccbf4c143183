import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createSelfSignedCertificate } from 'werift';
import { ConfigError, describeConfig, describeConfigAsMarkdown, loadConfig } from './config.ts';
import { settings, type Setting } from './config/settings.ts';

/** Path of a ringback.config.json with this content, gone after the test. */
function configFile(t: TestContext, content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ringback.config.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const NO_FILE = join(tmpdir(), 'no-such-folder', 'ringback.config.json');

function faultsOf(env: Record<string, string>, file = NO_FILE): string[] {
  try {
    loadConfig(env, file);
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    for (const fault of error.faults) assert.ok(error.message.includes(fault));
    return error.faults;
  }
  return assert.fail('the configuration was accepted');
}

test('nothing set gives a server on this machine with a database of its own', () => {
  const config = loadConfig({ HOME: '/home/ada' }, NO_FILE);
  assert.equal(config.port, 8080);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.databaseUrl, null);
  assert.equal(config.dataDir, resolve('.ringback'));
  assert.deepEqual(config.udpPorts, { first: 50000, last: 50199 });
  assert.deepEqual(config.egressAllow, []);
  assert.equal(config.rateLimits?.list, 15);
  assert.equal(config.models.cacheDir, '/home/ada/.cache/ringback/models');
  assert.deepEqual(config.vendors.openai, { apiKey: null, baseUrl: null });
  assert.deepEqual(config.warnings, []);
});

test('the environment wins over the file, and an empty value counts as not set', (t) => {
  const file = configFile(t, { PORT: 9000, HOST: '0.0.0.0', RINGBACK_EGRESS_ALLOW: ['10.0.0.0/8', '::1'] });
  const config = loadConfig({ PORT: '9001', HOST: '' }, file);
  assert.equal(config.port, 9001);
  assert.equal(config.host, '0.0.0.0');
  assert.deepEqual(config.egressAllow, ['10.0.0.0/8', '::1/128']);
});

test('every fault is reported at once with what is expected and where it came from', (t) => {
  const file = configFile(t, { PORT: 'many', HOSTS: 'x', RINGBACK_UDP_PORTS: { first: 1 } });
  const faults = faultsOf({ PUBLIC_URL: 'example.com', RINGBACK_EGRESS_ALLOW: '10.0.0.0/33' }, file);
  assert.equal(faults.length, 5);
  const all = faults.join('\n');
  assert.match(all, /PORT in ringback\.config\.json: expected a whole number from 0 to 65535; got "many"/);
  assert.match(all, /ringback\.config\.json: there is no setting "HOSTS"\. Did you mean HOST\?/);
  assert.match(all, /RINGBACK_UDP_PORTS in ringback\.config\.json: expected text, a number/);
  assert.match(all, /PUBLIC_URL in the environment: expected an address that starts with https:\/\/ or http:\/\//);
  assert.match(all, /RINGBACK_EGRESS_ALLOW in the environment: expected networks/);
});

test('a file that is no JSON object is a fault among the others', (t) => {
  assert.match(
    faultsOf({ PORT: 'x' }, configFile(t, '{ PORT: 1 }')).join('\n'),
    /expected JSON[^]*PORT in the environment/,
  );
  assert.match(faultsOf({}, configFile(t, '[]')).join('\n'), /expected an object/);
});

test('a secret is never printed, not even a wrong one', () => {
  const secrets = Object.entries(settings as Record<string, Setting>).filter(([, setting]) => setting.secret);
  const wrong = 'hush hush';
  const faults = faultsOf(Object.fromEntries(secrets.map(([name]) => [name, wrong])));
  assert.equal(faults.length, secrets.length, 'each refuses a text with a space');
  assert.ok(!faults.join().includes('hush'));
});

test('a certificate needs its key, and both must be PEM files that belong together', async (t) => {
  const { certPem, keyPem } = await createSelfSignedCertificate({ signature: 3, hash: 4 });
  const noPem = configFile(t, '{}');
  const cert = configFile(t, certPem);
  const key = configFile(t, keyPem);
  const otherKey = configFile(t, (await createSelfSignedCertificate({ signature: 3, hash: 4 })).keyPem);
  assert.match(faultsOf({ TLS_CERT: cert }).join(), /TLS_KEY: expected together with TLS_CERT/);
  assert.match(
    faultsOf({ TLS_CERT: cert, TLS_KEY: '/no/such.pem' }).join(),
    /TLS_KEY: expected a PEM file; there is none/,
  );
  assert.match(faultsOf({ TLS_CERT: tmpdir(), TLS_KEY: key }).join(), /TLS_CERT: expected a PEM file; EISDIR/);
  assert.match(faultsOf({ TLS_CERT: noPem, TLS_KEY: noPem }).join(), /expected a certificate and its key in PEM/);
  assert.match(faultsOf({ TLS_CERT: cert, TLS_KEY: otherKey }).join(), /expected a certificate and its key in PEM/);
  assert.deepEqual(loadConfig({ TLS_CERT: cert, TLS_KEY: key }, NO_FILE).tls, { certFile: cert, keyFile: key });
});

test('a folder of models that is not there is a warning', () => {
  const { warnings } = loadConfig({ RINGBACK_MODELS: '/no/such/models' }, NO_FILE);
  assert.deepEqual(warnings, ['RINGBACK_MODELS: there is no folder at /no/such/models.']);
});

test('a mistyped or idle name in the environment is a warning', () => {
  const { warnings } = loadConfig({ RINGBACK_UDP_PORT: '1', RINGBACK_TEST_CHROMIUM: 'x', S3_BUCKET: 'calls' }, NO_FILE);
  assert.deepEqual(warnings, [
    'There is no setting RINGBACK_UDP_PORT. Did you mean RINGBACK_UDP_PORTS?',
    'S3_BUCKET is without effect in this version.',
  ]);
});

test('a database is named by host or by the folder of its socket', () => {
  for (const address of ['postgres://ada:pw@db.example.com:5433/calls', 'postgresql://ada@/calls?host=%2Frun%2Fpg'])
    assert.equal(loadConfig({ DATABASE_URL: address }, NO_FILE).databaseUrl, address);
  for (const wrong of ['mysql://db/calls', 'postgres://', 'db.example.com'])
    assert.match(faultsOf({ DATABASE_URL: wrong }).join(), /DATABASE_URL/);
});

test('proxies are trusted all, none, by number or by network', () => {
  const trust = (text: string) => loadConfig({ TRUST_PROXY: text }, NO_FILE).trustProxy;
  assert.equal(trust('true'), true);
  assert.equal(trust('false'), false);
  assert.equal(trust('2'), 2);
  assert.deepEqual(trust('10.0.0.0/8, 127.0.0.1'), ['10.0.0.0/8', '127.0.0.1/32']);
  assert.match(faultsOf({ TRUST_PROXY: 'everyone' }).join(), /TRUST_PROXY/);
});

test('rate limits are on, off, or changed by group', () => {
  const limits = (text: string) => loadConfig({ RINGBACK_RATE_LIMITS: text }, NO_FILE).rateLimits;
  assert.equal(limits('off'), null);
  assert.equal(limits('on')?.general, 100);
  assert.deepEqual(
    { ...limits('list=50, call-error=5') },
    { call: 1000, 'call-error': 5, list: 50, general: 100, 'llm-playground': 8 },
  );
  assert.match(faultsOf({ RINGBACK_RATE_LIMITS: 'lists=50' }).join(), /on, off, or numbers/);
});

test('ports are given lower first and outside the reserved ones', () => {
  assert.deepEqual(loadConfig({ RINGBACK_UDP_PORTS: '40000 - 40010' }, NO_FILE).udpPorts, {
    first: 40000,
    last: 40010,
  });
  for (const wrong of ['40010-40000', '80-90', '40000', '60000-70000']) {
    assert.match(faultsOf({ RINGBACK_UDP_PORTS: wrong }).join(), /RINGBACK_UDP_PORTS/);
  }
});

test('every usual value is one that its setting accepts', () => {
  for (const [name, setting] of Object.entries(settings as Record<string, Setting>)) {
    if (setting.usual !== undefined) assert.ok(setting.value.schema.safeParse(setting.usual).success, name);
  }
});

test('--help names every setting', () => {
  for (const name of Object.keys(settings)) assert.match(describeConfig(), new RegExp(`^ {2}${name}$`, 'm'));
});

test('docs/configuration.md is what "npm run docs" writes', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'configuration.md'), 'utf8');
  assert.ok(page === describeConfigAsMarkdown(), 'it is older than src/config/settings.ts: run "npm run docs"');
});
