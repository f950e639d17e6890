export type Language = 'en' | 'ko';

/** The first of the browser's languages that the console speaks. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'ko' || primary === 'en') return primary;
  }
  return 'en';
}

export const language: Language = languageOf(navigator.languages);

/** As the browser has it, with its region: 14:05 here is 2:05 PM there. */
export const locale: string = navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;

export type Values = Record<string, string | number>;

/**
 * The texts of one part of the console, in each language the same: a function from a key to the
 * text, in which {name} stands for a value.
 */
export function texts<K extends string>(all: Record<Language, Record<K, string>>): (key: K, values?: Values) => string {
  const spoken = all[language];
  return (key, values = {}) => spoken[key].replace(/\{(\w+)}/g, (whole, name: string) => String(values[name] ?? whole));
}
