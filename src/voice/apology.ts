// What the agent says when the model cannot be reached: short, honest, in the agent's language where we have it.

const APOLOGIES: Record<string, string> = {
  en: 'Sorry, I am having trouble right now. Could you say that again?',
  de: 'Entschuldigung, ich habe gerade ein Problem. Können Sie das bitte wiederholen?',
  es: 'Disculpe, tengo un problema en este momento. ¿Puede repetirlo?',
  fr: 'Excusez-moi, j’ai un problème en ce moment. Pouvez-vous répéter ?',
  it: 'Mi scusi, ho un problema in questo momento. Può ripetere?',
  pt: 'Desculpe, estou com um problema agora. Pode repetir?',
  nl: 'Sorry, ik heb even een probleem. Kunt u dat herhalen?',
};

/** `language`: base language; English for those without a line of their own. */
export function apologyFor(language: string): string {
  return APOLOGIES[language] ?? (APOLOGIES['en'] as string);
}
