import { signal } from '@preact/signals';

const KEY = 'benchmark-deployer.token';

/** The caller's token, for as long as the tab lives; empty where none was given. */
export const token = signal(sessionStorage.getItem(KEY) ?? '');

/** Whether the service asked for a token, or did not take the one that was given. */
export const isTokenAsked = signal(false);

export function giveToken(text: string): void {
  sessionStorage.setItem(KEY, text);
  token.value = text;
  isTokenAsked.value = false;
}

/** Whether it can be one: what is pasted may hold signs that nobody sees, and that no header takes. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** And all that the page knows: the next person in this tab begins anew. */
export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
  location.reload();
}

export function authorization(): Record<string, string> {
  return token.value ? { Authorization: `Bearer ${token.value}` } : {};
}
