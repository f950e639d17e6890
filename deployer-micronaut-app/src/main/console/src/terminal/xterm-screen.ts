import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Screen, TerminalSize } from './session-socket';
import { letSpansBeStyled } from './span-styles';
import { t } from './text';
import { matchColours, onThemeChange, theme } from './theme';

letSpansBeStyled();
Terminal.strings.promptLabel = t('input');
Terminal.strings.tooMuchOutput = t('tooMuch');

/** Lines that can be scrolled back to. */
const SCROLLBACK = 10_000;

/** More matches than these are not counted, nor marked. */
export const MOST_MATCHES = 1000;

const READER = 'benchmark-deployer.screen-reader';

export interface ScreenListener {
  typed(bytes: Uint8Array): void;
  resized(size: TerminalSize): void;
  /** One wants out, to the rest of the page. */
  left(): void;
  searchAsked(): void;
  /** Which of the matches, from 0 on, is shown, of how many. */
  found(index: number, count: number): void;
}

/**
 * An xterm.js terminal that can be shown, taken out of the page and shown again. Takes output in
 * and answers questions while it is not shown, too.
 */
export class XtermScreen implements Screen {
  private readonly host = document.createElement('div');
  private readonly terminal = new Terminal({
    allowProposedApi: true, // The marks of a search.
    cursorBlink: false,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 14,
    linkHandler: { activate: (_, address) => openLink(address), hover: (_, address) => this.explain(address), leave: () => this.explain('') },
    minimumContrastRatio: 4.5,
    screenReaderMode: localStorage.getItem(READER) !== null,
    scrollback: SCROLLBACK,
    theme: theme(),
  });
  private readonly fit = new FitAddon();
  private readonly search = new SearchAddon({ highlightLimit: MOST_MATCHES });
  private readonly stopFollowingTheme = onThemeChange(() => (this.terminal.options.theme = theme()));

  constructor(private readonly listener: ScreenListener) {
    this.host.className = 'terminal-host';
    this.host.addEventListener('paste', (event) => this.paste(event), { capture: true });
    this.terminal.loadAddon(this.fit);
    this.terminal.loadAddon(this.search);
    this.terminal.loadAddon(new WebLinksAddon((_, address) => openLink(address)));
    this.terminal.onData((text) => listener.typed(new TextEncoder().encode(text)));
    this.terminal.onBinary((text) => listener.typed(Uint8Array.from(text, (one) => one.charCodeAt(0))));
    this.terminal.onResize((size) => listener.resized(size));
    this.terminal.attachCustomKeyEventHandler((event) => !this.isForUs(event));
    this.search.onDidChangeResults(({ resultIndex, resultCount }) => listener.found(resultIndex, resultCount));
  }

  size(): TerminalSize {
    return { rows: this.terminal.rows, cols: this.terminal.cols };
  }

  write(bytes: Uint8Array, shown: () => void): void {
    this.terminal.write(bytes, shown);
  }

  /** Shows it in this element, as large as that is, until the function that this returns is called. */
  showIn(panel: HTMLElement): () => void {
    panel.append(this.host);
    if (!this.terminal.element) this.terminal.open(this.host);
    this.fill();
    const observer = new ResizeObserver(() => this.fill());
    observer.observe(panel);
    return () => {
      observer.disconnect();
      this.host.remove();
    };
  }

  /** An element that is not laid out has no size to go by. */
  private fill(): void {
    if (this.host.clientWidth > 0 && this.host.clientHeight > 0) this.fit.fit();
  }

  focus(): void {
    this.terminal.focus();
  }

  dispose(): void {
    this.stopFollowingTheme();
    this.terminal.dispose();
  }

  // Search.

  find(text: string, { backwards = false, incremental = false } = {}): void {
    const options = { incremental, decorations: matchColours() };
    if (backwards) this.search.findPrevious(text, options);
    else this.search.findNext(text, options);
  }

  endSearch(): void {
    this.search.clearDecorations();
    this.terminal.clearSelection();
  }

  // Accessibility.

  get isRead(): boolean {
    return this.terminal.options.screenReaderMode === true;
  }

  /** For this terminal, and for those to come. */
  setRead(isRead: boolean): void {
    this.terminal.options.screenReaderMode = isRead;
    if (isRead) localStorage.setItem(READER, 'on');
    else localStorage.removeItem(READER);
  }

  // Keys and the clipboard.

  /** By the key's place: other keyboards have other letters there. */
  private isForUs(event: KeyboardEvent): boolean {
    const act = event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey ? this.keys[event.code] : undefined;
    if (act && event.type === 'keydown') act(event);
    return act !== undefined;
  }

  private readonly keys: Record<string, (event: KeyboardEvent) => void> = {
    KeyC: (event) => (event.preventDefault(), this.copy()),
    // The browser pastes by itself: that needs no leave of the user.
    KeyV: () => {},
    KeyF: (event) => (event.preventDefault(), this.listener.searchAsked()),
    KeyX: (event) => (event.preventDefault(), this.listener.left()),
  };

  /** By xterm.js's own handling of the copy event: the newer way is not there on pages without TLS. */
  private copy(): void {
    if (this.terminal.hasSelection()) document.execCommand('copy');
  }

  /** Not left to the browser, which would lay a long text out; without escapes, which could end a bracketed paste. */
  private paste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.terminal.paste((event.clipboardData?.getData('text/plain') ?? '').replaceAll('\x1b', ''));
  }

  private explain(link: string): void {
    this.host.title = link;
  }
}

/** What a program prints may look like anything: only the web is opened, and it learns nothing of us. */
function openLink(address: string): void {
  const url = URL.parse(address);
  if (url && ['http:', 'https:'].includes(url.protocol)) window.open(url, '_blank', 'noopener,noreferrer');
}
