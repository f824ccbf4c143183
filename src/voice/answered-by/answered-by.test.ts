import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answeredBy } from './verdict.ts';
import { machineOf } from './words.ts';

const VOICEMAILS = [
  'Hi, you have reached Anna. Please leave a message after the tone.',
  "Sorry, I can't come to the phone right now.",
  'Your call has been forwarded to an automatic voice message system.',
  'The person you are trying to reach is not available. At the tone, please record your message.',
  'Leave your name and number and I’ll get back to you as soon as I can.',
  'The Google subscriber you have called is not available. Please leave a voicemail.',
  'Hola, en este momento no puedo atender. Deje su mensaje después del tono.',
  'Bonjour, vous êtes bien sur la messagerie de Paul, laissez-moi un message après le bip.',
  'Guten Tag, wir sind derzeit nicht erreichbar. Bitte hinterlassen Sie eine Nachricht nach dem Signalton.',
  'Risponde la segreteria telefonica, lasciate un messaggio dopo il segnale acustico.',
  'Deixe a sua mensagem após o sinal.',
  'Spreek een bericht in na de piep.',
  'ただいま電話に出ることができません。発信音の後にメッセージをお話しください。',
  '您好，请在提示音后留言。',
];
const MENUS = [
  'Thank you for calling. For sales, press one. For support, press two.',
  'Please listen carefully, as our menu options have changed.',
  'If you know your party’s extension, dial it now. To leave a message, press 3.',
  'Para español, oprima el dos.',
  'Pour le service commercial, tapez 1.',
  'Für den Vertrieb drücken Sie bitte die Eins.',
  'Per assistenza, premere il tasto due.',
  'Para falar com vendas, digite um.',
  'Voor verkoop, toets 1.',
];
const PEOPLE = [
  'Hello?',
  'Yes, this is Anna speaking.',
  'Good morning, Fennholt dental practice, how can I help you?',
  'Who is this?',
  'Hallo, Müller hier.',
  '¿Bueno?',
  'Allô, oui ?',
  'Pronto?',
  'もしもし',
  'Can you press the lawsuit? I mean the jacket.',
  'Sure, one moment, let me see who is available.',
];

test('voicemails are known by their words, in the languages of most calls', () => {
  for (const text of VOICEMAILS) assert.equal(machineOf(text), 'voicemail', text);
});

test('menus are no voicemails, even those that take messages', () => {
  for (const text of MENUS) assert.equal(machineOf(text), 'ivr', text);
});

test('people who answer are people, once they wait', () => {
  for (const text of PEOPLE) {
    assert.equal(machineOf(text), null, text);
    assert.equal(answeredBy({ text, speechMs: 1500, stretchMs: 1500, paused: false }), null, text);
    assert.equal(answeredBy({ text, speechMs: 1500, stretchMs: 1500, paused: true }), 'human', text);
  }
});

test('without words the length tells: nobody says hello for seven seconds; a sound without words is nobody yet', () => {
  assert.equal(answeredBy({ text: '', speechMs: 7200, stretchMs: 7200, paused: false }), 'voicemail');
  assert.equal(answeredBy({ text: '', speechMs: 400, stretchMs: 400, paused: true }), null);
  const long =
    'we are happy to hear from you and want to tell you of our wonderful new offers this spring in all our stores';
  assert.equal(answeredBy({ text: long, speechMs: 6500, stretchMs: 4000, paused: true }), null);
});
