import { messages, type MessageKey } from './messages';

export type Language = 'pt-BR' | 'en';
export type Params = Record<string, string | number>;

const remembered = localStorage.getItem('gdo.idioma');

class LanguageState {
  current = $state<Language>(remembered === 'en' ? 'en' : 'pt-BR');

  set(language: Language) {
    this.current = language;
    localStorage.setItem('gdo.idioma', language);
    document.documentElement.lang = language;
  }
}

export const language = new LanguageState();
document.documentElement.lang = language.current;

/** The message in the reader's language. `one|many` picks by `n`; `{x}` is replaced by params.x. */
export function t(key: MessageKey, params: Params = {}): string {
  const pair = messages[key];
  let text: string = language.current === 'en' ? pair[1] : pair[0];
  if (text.includes('|')) {
    const [one = '', many = one] = text.split('|');
    text = Number(params.n) === 1 ? one : many;
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    return typeof value === 'number' ? value.toLocaleString(language.current) : String(value ?? '');
  });
}

/** The message of a code that comes with data; an unknown code stands for itself. */
export function coded(prefix: string, code: string | null | undefined): string {
  if (!code) return '–';
  const key = `${prefix}.${code}`;
  return key in messages ? t(key as MessageKey) : code.replaceAll('_', ' ');
}
