// Words by which people end, open and ask about text messages. English ones as the CTIA's Messaging Principles and Twilio's and Telnyx'
// own opt-out handling have them; the others are what their languages use.

export type OptOutWord = 'stop' | 'start' | 'help';

const WORDS: Record<OptOutWord, readonly string[]> = {
  stop: [
    ...['STOP', 'STOPALL', 'STOP ALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'OPT OUT', 'REVOKE'],
    ...['STOPP', 'ABMELDEN', 'ARRET', 'ARRETER', 'PARAR', 'ALTO', 'BAJA', 'SAIR', 'FERMA', 'AFMELDEN'],
  ],
  start: ['START', 'UNSTOP', 'ABONNIEREN', 'EMPEZAR', 'INICIAR', 'COMENZAR', 'DEMARRER', 'COMECAR', 'INIZIA'],
  help: ['HELP', 'INFO', 'HILFE', 'AIDE', 'AYUDA', 'AJUDA', 'AIUTO'],
};

/** Null: the text says something else. The word must stand alone; case, accents and punctuation around it do not matter. */
export function optOutWord(text: string): OptOutWord | null {
  if (text.length > 40) return null;
  const word = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\s]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toUpperCase();
  for (const [kind, words] of Object.entries(WORDS)) if (words.includes(word)) return kind as OptOutWord;
  return null;
}

/** Of a whole text: with a picture it says something else. */
export function optOutWordOf({ text, media }: { text: string; media: readonly unknown[] }): OptOutWord | null {
  return media.length > 0 ? null : optOutWord(text);
}

/** What is answered, once. */
export const OPT_OUT_ANSWERS: Record<OptOutWord, string> = {
  stop: 'You will get no more messages from this number. Reply START to get them again.',
  start: 'You will get messages from this number again. Reply STOP to get no more.',
  help: 'An automated assistant answers messages to this number. Reply STOP to get no more messages.',
};
