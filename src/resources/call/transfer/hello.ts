// A greeting for somebody who answers the telephone and says nothing.

const HELLO: Record<string, string> = {
  en: 'Hello?',
  es: '¿Hola?',
  fr: 'Allô ?',
  de: 'Hallo?',
  it: 'Pronto?',
  pt: 'Alô?',
  nl: 'Hallo?',
  ja: 'もしもし。',
  zh: '喂，您好？',
  ko: '여보세요?',
  ru: 'Алло?',
  pl: 'Halo?',
  sv: 'Hallå?',
  tr: 'Alo?',
  hi: 'हैलो?',
};

/** `language`: a BCP 47 tag, several of them, or `multi`. */
export function helloIn(language: string | readonly string[]): string {
  const first = typeof language === 'string' ? language : (language[0] ?? 'en');
  return HELLO[first.split('-')[0]?.toLowerCase() ?? 'en'] ?? 'Hello?';
}
