import type { z } from 'zod';
import type { operations } from '../../../src/operations.ts';

/**
 * The client of the desk's API. Its types are those of the schemas that the desk checks requests and answers with:
 * nothing of them is written here, and nothing of them is in the program that browsers load.
 */
type Operations = typeof operations;
type MethodOf<O> = O extends { readonly method: infer M extends string } ? Uppercase<M> : 'GET';
type Routes = { [N in keyof Operations as `${MethodOf<Operations[N]>} ${Operations[N]['path']}`]: Operations[N] };

/** Such as `GET /api/calls/{reference}`. */
export type Route = keyof Routes;

type ParametersOf<R extends Route> = Routes[R] extends { readonly parameters: infer P }
  ? { readonly parameters: { readonly [K in keyof P]: string | number } }
  : { readonly parameters?: undefined };
type Value = string | number | boolean | readonly string[] | undefined;
type QueryOf<R extends Route> = Routes[R] extends { readonly query: infer Q extends z.ZodType }
  ? { readonly query?: { readonly [K in keyof z.output<Q>]?: Value } }
  : { readonly query?: undefined };
type BodyOf<R extends Route> = Routes[R] extends { readonly body: infer B extends z.ZodType }
  ? { readonly body: z.input<B> }
  : { readonly body?: undefined };

export type Asked<R extends Route> = ParametersOf<R> & QueryOf<R> & BodyOf<R> & { readonly signal?: AbortSignal };
export type Answer<R extends Route> = Routes[R]['answer'] extends { readonly schema: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** What the desk refused, with the code that says why (RFC 9457); `unreachable` where there was no answer at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];

  constructor(status: number, given: { code?: string; detail?: string; errors?: Problem['errors'] }) {
    super(given.detail ?? `The desk answered ${status}.`);
    this.name = 'Problem';
    this.status = status;
    this.code = given.code ?? 'internal';
    this.errors = given.errors ?? [];
  }
}

/** Said in words to whoever looks. */
export function wordsOf(error: unknown): string {
  if (error instanceof Problem && error.errors.length > 0)
    return error.errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** The address of a route, for links and frames as well. */
export function addressOf(
  path: string,
  parameters: Readonly<Record<string, string | number>> = {},
  query: Readonly<Record<string, Value>> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameters[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = value === undefined ? '' : String(value);
    if (text !== '') search.set(name, text);
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** @throws Problem for whatever is not an answer as it should be. */
export async function ask<R extends Route>(route: R, asked: Asked<R>): Promise<Answer<R>> {
  const [method = 'GET', path = ''] = route.split(' ');
  const { parameters, query, body, signal } = asked as {
    parameters?: Record<string, string>;
    query?: Record<string, Value>;
    body?: unknown;
    signal?: AbortSignal;
  };
  return send(addressOf(path, parameters, query), {
    method,
    ...(signal && { signal }),
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
}

/** The session is over: where one signs in, and from there back to this page. */
function signInFirst(): void {
  const here = location.pathname + location.search;
  if (!here.startsWith('/sign-in')) location.assign(`/sign-in?to=${encodeURIComponent(here)}`);
}

/** A request to a path that is not in the list of the desk's own: signing in, a scan. */
export async function send<T>(address: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'same-origin', ...init });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new Problem(0, {
      code: 'unreachable',
      detail: 'The desk cannot be reached. Nothing was changed; try again.',
    });
  }
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : undefined;
  if (response.status === 401 && json?.code === 'sign-in-required') signInFirst();
  if (!response.ok) throw new Problem(response.status, json ?? {});
  return json as T;
}
