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

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
  token.value = '';
}

export function authorization(): Record<string, string> {
  return token.value ? { Authorization: `Bearer ${token.value}` } : {};
}
