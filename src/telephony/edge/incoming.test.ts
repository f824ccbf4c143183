import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipRequest } from '../sip/message.ts';
import { digitOfInfo, infoOfDigit } from './digit-info.ts';
import { incomingOf, registeredCallIn } from './incoming.ts';
import { numberOf } from './numbers.ts';

function invite(uri: string, fields: [string, string][] = []): SipRequest {
  const headers = fields.map(([name, value]) => ({ name, value }));
  return { is: 'request', method: 'INVITE', uri, headers, body: Buffer.alloc(0) };
}

const FROM: [string, string] = ['From', '"Ann" <sip:+14155550101@carrier.example>;tag=1'];
const fromOf = (...fields: [string, string][]) => incomingOf(invite('sip:+14155550100@us', fields), null)?.from;
const toOf = (uri: string, ...fields: [string, string][]) => incomingOf(invite(uri, [FROM, ...fields]), null)?.to;

test('numbers are read as switches write them', () => {
  const table: [string, string][] = [
    ['+14155550100', '+14155550100'],
    ['+1-415-555-0100', '+14155550100'],
    ['0014155552671', '+14155552671'],
    ['14155552671', '+14155552671'],
    ['442079460958', '+442079460958'],
    ['+14155550100;npdi=yes', '+14155550100'],
    ['4155552671', '4155552671'],
    ['02079460958', '02079460958'],
    ['100', '100'],
    ['*98', '*98'],
    ['sales', 'sales'],
    ['99999999999', '99999999999'],
  ];
  for (const [written, number] of table) assert.equal(numberOf(written), number, written);
});

test('the number called stands in the Request-URI, or behind the contact that a registrar calls', () => {
  assert.equal(toOf('sip:14155552671@ringback.example;user=phone'), '+14155552671');
  assert.equal(toOf('tel:+14155550100'), '+14155550100');
  assert.equal(toOf('sip:account7@10.0.0.1', ['To', '<sip:+14155550100@carrier.example>']), '+14155550100');
  assert.equal(
    toOf('sip:account@10.0.0.1', ['To', '<sip:sales@x>'], ['P-Called-Party-ID', '<sip:+14155550199@x>']),
    '+14155550199',
  );
  assert.equal(toOf('sip:sales@10.0.0.1', ['To', '<sip:sales@x>']), 'sales');
  assert.equal(toOf('sip:10.0.0.1'), undefined);
  const id = `call_${'0a'.repeat(13)}b`;
  assert.equal(toOf(`sip:${id}@us`), id);
  assert.equal(registeredCallIn(invite(`sip:${id}@us`)), id);
  assert.equal(registeredCallIn(invite('sip:call_me@us')), null);
});

test('whom the network vouches for is the caller, and whoever wants to stay unknown is', () => {
  assert.equal(fromOf(FROM), '+14155550101');
  assert.equal(fromOf(FROM, ['P-Asserted-Identity', '"x" <sip:+442079460958@carrier.example>']), '+442079460958');
  assert.equal(fromOf(FROM, ['P-Asserted-Identity', 'garbage <<>']), '+14155550101');
  assert.equal(fromOf(FROM, ['Privacy', 'id']), 'anonymous');
  assert.equal(fromOf(FROM, ['Privacy', 'none']), '+14155550101');
  assert.equal(fromOf(['From', '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1']), 'anonymous');
  assert.equal(fromOf(['From', '<sip:Restricted@carrier.example>;tag=1']), 'anonymous');
  assert.equal(fromOf(['From', '<sip:carrier.example>;tag=1']), 'anonymous');
  assert.equal(fromOf(['From', 'no address']), 'anonymous');
  assert.equal(fromOf(), 'anonymous');
});

test('headers that carry something for us are kept, in lower case and bounded', () => {
  const many = Array.from({ length: 200 }, (_, i): [string, string] => [`X-Many-${i}`, 'v']);
  const { headers } = incomingOf(
    invite('sip:+14155550100@us', [
      FROM,
      ['X-Twilio-CallSid', 'CA1'],
      ['Diversion', '<sip:a@x>'],
      ['Diversion', '<sip:b@x>'],
      ['Authorization', 'Digest secret'],
      ['X-Long', 'x'.repeat(10_000)],
      ...many,
    ]),
    null,
  )!;
  assert.equal(headers['x-twilio-callsid'], 'CA1');
  assert.equal(headers['diversion'], '<sip:a@x>, <sip:b@x>');
  assert.equal(headers['authorization'], undefined);
  assert.equal(headers['x-long']?.length, 2_000);
  assert.equal(Object.keys(headers).length, 60);
});

test('digits in INFO are read in both spellings, and what is none is none', () => {
  assert.equal(digitOfInfo('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n'), '5');
  assert.equal(digitOfInfo('Application/DTMF-Relay; charset=x', 'Duration=160\nSignal= *\n'), '*');
  assert.equal(digitOfInfo('application/dtmf-relay', 'Signal=11\r\n'), '#');
  assert.equal(digitOfInfo('application/dtmf', '#'), '#');
  assert.equal(digitOfInfo('application/dtmf', ' 7\r\n'), '7');
  assert.equal(digitOfInfo('application/dtmf', 'Signal=d'), 'D');
  for (const body of ['', 'Signal=', 'Signal=55', 'Signal=E', '\0', 'x'.repeat(100_000)])
    assert.equal(digitOfInfo('application/dtmf-relay', body), null);
  assert.equal(digitOfInfo('text/plain', '5'), null);
  const made = infoOfDigit('9', 160);
  assert.equal(digitOfInfo(made.contentType, made.body), '9');
});
