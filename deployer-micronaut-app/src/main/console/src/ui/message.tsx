import type { ComponentChildren } from 'preact';

/** Something that the user must know; told by screen readers as it appears. */
export function Message({ tone, children }: { tone: 'info' | 'warning' | 'error'; children: ComponentChildren }) {
  return (
    <div class={`message ${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
