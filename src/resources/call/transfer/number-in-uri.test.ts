import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberInUri } from './number-in-uri.ts';

test('a SIP URI whose user is a number with its plus stands for that number', () => {
  const table: [uri: string, number: string | null][] = [
    ['sip:+14155550199@pbx.example', '+14155550199'],
    ['SIPS:+1-415-555-0199;phone-context=x@pbx.example;user=phone', '+14155550199'],
    ['sip:%2B14155550199:secret@pbx.example', '+14155550199'],
    ['sip:14155550199@pbx.example', null],
    ['sip:1001@pbx.example', null],
    ['sip:bob@+14155550199.example', null],
    ['sip:%ZZ@pbx.example', null],
    ['sip:pbx.example', null],
  ];
  for (const [uri, number] of table) assert.equal(numberInUri(uri), number, uri);
});
