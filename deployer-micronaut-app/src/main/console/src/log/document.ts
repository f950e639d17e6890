import { defaultKeymap } from '@codemirror/commands';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, RangeSetBuilder, Text, type Extension } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, gutter, GutterMarker, keymap, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { commonLook } from '../editor/look';
import { clockTime } from '../text/time';
import { excess, type Most } from './bound';
import type { Entry } from './entry';

const COLOURS = 6;

/** How it is shown. */
export interface Look {
  isWrapped: boolean;
  hasTimes: boolean;
  hasSources: boolean;
}

/**
 * A log on the screen: an editor that nobody can write into, as it draws only what is seen, finds,
 * selects and copies, however long the text is. The oldest lines go once there are too many.
 */
export class LogDocument {
  private entries: Entry[] = [];
  private isFollowing = true;
  private lastIntent = 0;
  private readonly look = new Compartment();
  private readonly view: EditorView;

  /**
   * Draws itself into this place.
   *
   * @param most how much is kept
   * @param onFollowing called where following the end begins or ends
   */
  constructor(
    place: HTMLElement,
    label: string,
    look: Look,
    private readonly most: Most,
    private readonly onFollowing: (isFollowing: boolean) => void,
  ) {
    const extensions = [
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', spellcheck: 'false' }),
      drawSelection(),
      search({ top: true }),
      keymap.of([...searchKeymap, ...defaultKeymap]),
      this.remarks(),
      // Who selects or finds something wants to look at it.
      EditorView.updateListener.of((update) => update.transactions.some((one) => one.isUserEvent('select')) && this.setFollowing(false)),
      this.look.of(this.extensionsOf(look)),
      commonLook,
    ];
    this.view = new EditorView({ parent: place, state: EditorState.create({ extensions }) });
    this.watchIntent();
  }

  get lines(): number {
    return this.entries.length;
  }

  /** Adds what came; returns how many of the oldest went for it. */
  append(added: Entry[]): number {
    const fresh = added.slice(-this.most.lines);
    const before = this.view.state.doc;
    const gone = excess(this.entries, before.length, fresh, this.most);
    const isFirst = gone === this.entries.length;
    const cut = isFirst ? before.length : before.line(gone + 1).from;
    const lines = fresh.map((entry) => entry.text);
    this.entries = push(gone > 0 ? this.entries.slice(gone) : this.entries, fresh);
    const insert = Text.of(isFirst ? lines : ['', ...lines]);
    const changes = isFirst ? [{ from: 0, to: before.length, insert }] : [{ from: 0, to: cut }, { from: before.length, insert }];
    this.view.dispatch({ changes });
    if (this.isFollowing) this.scrollToEnd();
    return gone + added.length - fresh.length;
  }

  clear(): void {
    this.entries = [];
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length } });
    this.follow();
  }

  show(look: Look): void {
    this.view.dispatch({ effects: this.look.reconfigure(this.extensionsOf(look)) });
    if (this.isFollowing) this.scrollToEnd();
  }

  find(): void {
    openSearchPanel(this.view);
  }

  /** Goes to the end, and stays there. */
  follow(): void {
    this.setFollowing(true);
    this.scrollToEnd();
  }

  destroy(): void {
    this.view.destroy();
  }

  private scrollToEnd(): void {
    this.view.dispatch({ effects: EditorView.scrollIntoView(this.view.state.doc.length, { y: 'end', x: 'start', yMargin: 6 }) });
  }

  private setFollowing(isFollowing: boolean): void {
    if (this.isFollowing === isFollowing) return;
    this.isFollowing = isFollowing;
    this.onFollowing(isFollowing);
  }

  /** What is scrolled by a person counts, not what scrolls as the text grows. */
  private watchIntent(): void {
    const { scrollDOM } = this.view;
    const intended = () => (this.lastIntent = performance.now());
    for (const type of ['wheel', 'keydown', 'pointerdown', 'pointermove', 'touchmove']) scrollDOM.addEventListener(type, (event) => isIntent(event) && intended(), { passive: true });
    scrollDOM.addEventListener('scroll', () => performance.now() - this.lastIntent < 400 && this.setFollowing(isAtEnd(scrollDOM)), { passive: true });
  }

  /** The view is handed in: this is asked while it is being made, too. */
  private entryAt(view: EditorView, position: number): Entry | undefined {
    return this.entries[view.state.doc.lineAt(position).number - 1];
  }

  private extensionsOf({ isWrapped, hasTimes, hasSources }: Look): Extension {
    return [
      isWrapped ? EditorView.lineWrapping : [],
      hasTimes ? column('cm-times', (view, at) => timeOf(this.entryAt(view, at))) : [],
      hasSources ? column('cm-sources', (view, at) => sourceOf(this.entryAt(view, at))) : [],
    ];
  }

  private remarks(): Extension {
    const isRemark = (view: EditorView, at: number) => this.entryAt(view, at)?.kind === 'remark';
    return ViewPlugin.fromClass(
      class {
        decorations: DecorationSet;
        constructor(view: EditorView) {
          this.decorations = remarksIn(view, isRemark);
        }
        update(update: ViewUpdate) {
          if (update.docChanged || update.viewportChanged) this.decorations = remarksIn(update.view, isRemark);
        }
      },
      { decorations: (plugin) => plugin.decorations },
    );
  }
}

/** Much faster than a new array for each batch. */
function push(entries: Entry[], added: Entry[]): Entry[] {
  for (const entry of added) entries.push(entry);
  return entries;
}

/** A pointer that is moved with no button pressed scrolls nothing. */
const isIntent = (event: Event): boolean => !(event instanceof PointerEvent) || event.buttons > 0;

const isAtEnd = (place: HTMLElement): boolean => place.scrollHeight - place.scrollTop - place.clientHeight < 40;

const REMARK = Decoration.line({ class: 'cm-remark' });

function remarksIn(view: EditorView, isRemark: (view: EditorView, at: number) => boolean): DecorationSet {
  const found = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; at = view.state.doc.lineAt(at).to + 1) {
      const line = view.state.doc.lineAt(at);
      if (isRemark(view, line.from)) found.add(line.from, line.from, REMARK);
      if (line.to >= view.state.doc.length) break;
    }
  }
  return found.finish();
}

class Label extends GutterMarker {
  constructor(
    readonly text: string,
    readonly title: string,
    override readonly elementClass: string,
  ) {
    super();
  }

  override eq(other: Label): boolean {
    return other.text === this.text && other.title === this.title;
  }

  override toDOM(): Node {
    const label = document.createElement('span');
    label.textContent = this.text;
    label.title = this.title;
    return label;
  }
}

const column = (name: string, labelAt: (view: EditorView, position: number) => Label | null): Extension =>
  gutter({ class: name, lineMarker: (view, line) => labelAt(view, line.from), lineMarkerChange: (update) => update.docChanged });

const timeOf = (entry: Entry | undefined): Label | null => (entry?.at ? new Label(clockTime(entry.at), entry.at, '') : null);

/** A colour for each, the same each time. */
function sourceOf(entry: Entry | undefined): Label | null {
  if (!entry?.source) return null;
  let hash = 0;
  for (let i = 0; i < entry.source.length; i++) hash = (hash * 31 + entry.source.charCodeAt(i)) | 0;
  return new Label(shortened(entry.source), entry.source, `source-${Math.abs(hash) % COLOURS}`);
}

const LONGEST = 28;

const shortened = (source: string): string => (source.length > LONGEST ? `…${source.slice(1 - LONGEST)}` : source);
