// The contract's language setting, one tag or several, as a list and in words.

/** BCP 47 tags, or `multi`. */
export function tagsOf(language: string | string[]): string[] {
  return typeof language === 'string' ? [language] : language;
}

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** "German (Germany), Welsh (United Kingdom)". */
export function languageNames(tags: readonly string[]): string {
  return tags.map((tag) => (tag === 'multi' ? 'several languages' : nameOf(tag))).join(', ');
}

function nameOf(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
