import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem } from '../service/types';
import { commonLook } from './look';

type Found = Problem['errors'];

interface Properties {
  value: string;
  label: string;
  problems: Found;
  onChange: (text: string) => void;
}

/** An editor for manifests, with what is wrong marked at its line. Tab indents; Escape, then Tab, leaves it. */
export function YamlEditor({ value, label, problems, onChange }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changed = useRef(onChange);
  changed.current = onChange;
  useLayoutEffect(() => {
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({ doc: value, extensions: [manifest(label), EditorView.updateListener.of((update) => update.docChanged && changed.current(update.state.doc.toString()))] }),
    });
    view.current = editor;
    editor.focus();
    return () => editor.destroy();
  }, []);
  // Before anything more is typed: it would be replaced by what stood there before it, and that by it, without an end.
  useLayoutEffect(() => replaceBy(view.current!, value), [value]);
  useEffect(() => view.current!.dispatch(setDiagnostics(view.current!.state, problems.flatMap((one) => marks(view.current!.state.doc, one)))), [problems]);
  return <div class="editor" ref={place} />;
}

/** Chromium itself, where it replaces a selection, makes attributes of style, which the page's policy forbids. */
const replacing = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    if (event.inputType !== 'insertText' || event.data === null || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

const manifest = (label: string) => [
  replacing,
  lineNumbers(),
  lintGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of('  '),
  bracketMatching(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  search({ top: true }),
  yaml(),
  EditorView.contentAttributes.of({ 'aria-label': label }),
  // The page's own key.
  keymap.of([...defaultKeymap.filter((binding) => binding.key !== 'Mod-Enter'), ...searchKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
  commonLook,
];

/** Only where another text is meant than stands there: the cursor stays otherwise. */
function replaceBy(view: EditorView, text: string): void {
  if (view.state.doc.toString() !== text) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

/** A problem as a mark from its column to the end of its line; none where its line is not known. */
function marks(text: Text, { path, message, line, column }: Found[number]): Diagnostic[] {
  if (line === null || line < 1 || line > text.lines) return [];
  const at = text.line(line);
  const from = Math.min(at.from + Math.max(0, (column ?? 1) - 1), at.to);
  return [{ from, to: Math.max(from, at.to), severity: 'error', message: path ? `${path}: ${message}` : message }];
}
