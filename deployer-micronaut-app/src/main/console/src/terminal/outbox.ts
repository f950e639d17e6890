/** The service takes longer messages; short ones keep the browser's and its buffers small. */
const LONGEST_MESSAGE = 32 << 10;

/** How much the browser may hold that the network has not taken yet. */
const MOST_BUFFERED = 256 << 10;

/** How much may wait in all: a paste beyond it is an accident. */
const MOST_WAITING = 16 << 20;

const PAUSE = 20;

/** What was typed and not sent yet: goes out in pieces, as fast as the network takes them. */
export class Outbox {
  private readonly pieces: Uint8Array<ArrayBuffer>[] = [];
  private waiting = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly socket: WebSocket) {}

  /** Whether there was room for it: all or nothing is taken. */
  add(bytes: Uint8Array): boolean {
    if (this.waiting + bytes.byteLength > MOST_WAITING) return false;
    for (let from = 0; from < bytes.byteLength; from += LONGEST_MESSAGE) this.pieces.push(bytes.slice(from, from + LONGEST_MESSAGE));
    this.waiting += bytes.byteLength;
    this.send();
    return true;
  }

  /** Sends no more; how many bytes are left. */
  close(): number {
    clearTimeout(this.timer);
    this.pieces.length = 0;
    return this.waiting;
  }

  private send(): void {
    clearTimeout(this.timer);
    while (this.pieces.length > 0 && this.socket.bufferedAmount < MOST_BUFFERED) this.sendOne(this.pieces.shift()!);
    if (this.pieces.length > 0) this.timer = setTimeout(() => this.send(), PAUSE);
  }

  private sendOne(piece: Uint8Array<ArrayBuffer>): void {
    this.waiting -= piece.byteLength;
    this.socket.send(piece);
  }
}
