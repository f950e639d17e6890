/** How much of a log is kept. */
export interface Most {
  lines: number;
  characters: number;
}

type Lines = readonly { text: string }[];

/**
 * How many of the oldest that stand there must go for what comes.
 *
 * @param characters of all that stand there
 */
export function excess(standing: Lines, characters: number, fresh: Lines, most: Most): number {
  const least = standing.length + fresh.length - most.lines;
  let left = fresh.reduce((sum, line) => sum + line.text.length, characters);
  let gone = 0;
  while (gone < standing.length && (gone < least || left > most.characters)) left -= standing[gone++]!.text.length;
  return gone;
}
