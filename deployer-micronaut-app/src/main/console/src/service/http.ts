import { authorization, isTokenAsked } from './token';
import type { Problem } from './types';

/** The request was refused: with the problem that was told. */
export class Refused extends Error {
  /**
   * What was refused, and by whom.
   *
   * @param isOwn whether the service itself said so; else it was something before it
   */
  constructor(
    readonly problem: Problem,
    readonly isOwn: boolean,
  ) {
    super(problem.detail);
  }
}

/** No answer came: the service, or the way to it, is not there. */
export class Unreachable extends Error {}

export type Query = Record<string, string | number | boolean | undefined>;

/** An address of the service: relative to the page, which may lie under any path. */
export function address(path: string, query: Query = {}): URL {
  const url = new URL(path, document.baseURI.replace(/[?#].*$/, ''));
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  return url;
}

/** A part of a path, from a name that may hold anything. */
export const segment = (name: string): string => encodeURIComponent(name);

/** The answer of the service; fails with Refused or Unreachable. */
export async function call(url: URL, init: RequestInit = {}): Promise<Response> {
  const headers = { ...authorization(), ...(init.headers as Record<string, string>) };
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers, cache: 'no-store' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Unreachable(String(cause));
  }
  if (response.ok) return response;
  if (response.status === 401) isTokenAsked.value = true;
  throw new Refused(await problemOf(response), isProblem(response));
}

const isProblem = (response: Response): boolean => response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;

/** A proxy before the service may answer in its own words. */
async function problemOf(response: Response): Promise<Problem> {
  const known = { title: response.statusText, status: response.status };
  try {
    const told = (await response.json()) as Partial<Problem>;
    return { ...known, detail: told.detail ?? `HTTP ${response.status}`, errors: told.errors ?? [] };
  } catch {
    return { ...known, detail: `HTTP ${response.status} ${response.statusText}`, errors: [] };
  }
}

const WAIT = 60_000;

async function json<T>(url: URL, init: RequestInit = {}): Promise<T> {
  const response = await call(url, { signal: AbortSignal.timeout(WAIT), ...init });
  return (await response.json()) as T;
}

export const get = <T>(path: string, query?: Query): Promise<T> => json<T>(address(path, query));

export const remove = <T>(path: string, query?: Query): Promise<T> => json<T>(address(path, query), { method: 'DELETE' });

export function post<T>(path: string, body: unknown = undefined, query?: Query): Promise<T> {
  return json<T>(address(path, query), {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
}

/** What went wrong, for a person. */
export const reason = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));
