import type { SocketState } from './session-socket';

/** The looks of a terminal's state, beside its words. */
export const TONES: Record<SocketState['is'], string> = { connecting: 'wait', connected: 'good', waiting: 'bad', parted: 'bad', ended: 'quiet' };
export const SIGNS: Record<SocketState['is'], string> = { connecting: '…', connected: '●', waiting: '↻', parted: '✕', ended: '■' };
