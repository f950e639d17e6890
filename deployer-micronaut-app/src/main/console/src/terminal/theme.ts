import type { ITheme } from '@xterm/xterm';

const LIGHT: ITheme = {
  background: '#ffffff',
  foreground: '#1b2230',
  cursor: '#2457d6',
  cursorAccent: '#ffffff',
  selectionBackground: '#b5cdfb',
  selectionInactiveBackground: '#b5cdfb',
  black: '#1b2230',
  red: '#b3261e',
  green: '#176b34',
  yellow: '#7a5200',
  blue: '#1d4fc4',
  magenta: '#8a2fa8',
  cyan: '#0b6675',
  white: '#586173',
  brightBlack: '#6b7484',
  brightRed: '#c9352c',
  brightGreen: '#1e7f40',
  brightYellow: '#8f6200',
  brightBlue: '#2f63e0',
  brightMagenta: '#9f44bd',
  brightCyan: '#0f7788',
  brightWhite: '#3a4252',
};

const DARK: ITheme = {
  background: '#12151a',
  foreground: '#e6e9ee',
  cursor: '#7ea6ff',
  cursorAccent: '#12151a',
  selectionBackground: '#33507f',
  selectionInactiveBackground: '#33507f',
  black: '#3a424f',
  red: '#ff8a80',
  green: '#67d38c',
  yellow: '#f0bd5b',
  blue: '#82aaff',
  magenta: '#d7a1f5',
  cyan: '#6fd3e3',
  white: '#cdd3dc',
  brightBlack: '#8590a1',
  brightRed: '#ffaaa3',
  brightGreen: '#8fe6ad',
  brightYellow: '#ffd684',
  brightBlue: '#a6c3ff',
  brightMagenta: '#e6c0fb',
  brightCyan: '#99e4f0',
  brightWhite: '#ffffff',
};

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The terminal's colours by the system's setting. */
export const theme = (): ITheme => (dark.matches ? DARK : LIGHT);

/** The colours of what a search found. */
export const matchColours = () => ({
  matchBackground: dark.matches ? '#5a4a16' : '#ffe9a8',
  activeMatchBackground: dark.matches ? '#8a6a00' : '#ffc83d',
  matchOverviewRuler: '#c99a2e',
  activeMatchColorOverviewRuler: '#c99a2e',
});

/** Tells when the system's setting changes, until the function that this returns is called. */
export function onThemeChange(changed: () => void): () => void {
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}
