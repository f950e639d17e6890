/** A server-sent event; without an id where the service gave none. */
export interface ServerEvent {
  id: string | undefined;
  type: string;
  data: string;
}

/** Reads the text of an event stream (WHATWG HTML, 9.2.6), however it is cut into pieces. */
export class EventParser {
  private rest = '';

  /** The events that are complete with this piece. */
  push(text: string): ServerEvent[] {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop()!;
    const found: ServerEvent[] = [];
    for (const block of blocks) {
      const event = parse(block);
      if (event) found.push(event);
    }
    return found;
  }
}

function parse(block: string): ServerEvent | undefined {
  let id: string | undefined;
  let type = 'message';
  let data: string | undefined;
  for (const line of block.split('\n')) {
    if (line.startsWith('data: ')) data = data === undefined ? line.slice(6) : `${data}\n${line.slice(6)}`;
    else if (line.startsWith('event: ')) type = line.slice(7);
    else if (line.startsWith('id: ')) id = line.slice(4);
  }
  return id === undefined && data === undefined ? undefined : { id, type, data: data ?? '' };
}
