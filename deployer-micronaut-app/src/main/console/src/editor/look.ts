import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { styleNonce } from '../style-nonce';
import { language } from '../text/language';

const look = EditorView.theme({
  '&': { height: '100%', minHeight: '0', minWidth: '0', color: 'var(--text)', backgroundColor: 'var(--paper)', fontSize: '.9rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--faint)', border: '0', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent) !important' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--wait) 30%, transparent)', outline: '0' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--wait) 60%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)', fontFamily: 'inherit' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-textfield': { backgroundColor: 'var(--paper)', border: '1px solid var(--line)', borderRadius: '6px' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--paper)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '6px' },
  '.cm-panel.cm-search': { padding: '6px 32px 6px 10px' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { fontSize: '.85rem', verticalAlign: 'middle' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '4px' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text)', fontSize: '1.2rem', padding: '0 8px' },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '6px', maxWidth: '60ch' },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--busy)' },
  { tag: [tags.string, tags.content], color: 'var(--text)' },
  { tag: [tags.quote, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.keyword, tags.bool, tags.number, tags.null], color: 'var(--wait)' },
  { tag: tags.comment, color: 'var(--faint)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.meta], color: 'var(--faint)' },
]);

const KOREAN = {
  Find: '찾기',
  next: '다음',
  previous: '이전',
  all: '모두 선택',
  'match case': '대소문자 구분',
  regexp: '정규식',
  'by word': '단어 단위',
  close: '닫기',
  replace: '바꾸기',
  'replace all': '모두 바꾸기',
  Replace: '바꾸기',
  'current match': '현재 일치 항목',
  'on line': '줄',
  Diagnostics: '문제',
  'No diagnostics': '문제 없음',
};

/** How every editor of the console looks and speaks. */
export const commonLook: Extension = [EditorView.cspNonce.of(styleNonce), look, syntaxHighlighting(colours), EditorState.phrases.of(language === 'ko' ? KOREAN : {})];
