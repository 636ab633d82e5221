import { language } from './language.svelte';
import { route } from './route.svelte';
import { session } from './session.svelte';

/** What the server says of a request that it did not fulfil (application/problem+json). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly codigo: string,
    readonly detail: string,
    readonly id = '',
  ) {
    super(detail);
  }
}

/** An address below /api/v1, with the tenant that a reader of several has chosen. */
export function address(path: string, params: Record<string, string | number | null | undefined> = {}): string {
  const url = new URL(`/api/v1/${path}`, location.origin);
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  const tenant = session.tenantOf(route.param('cliente'));
  if (session.info?.token_cliente === '*' && tenant && !url.searchParams.has('cliente')) {
    url.searchParams.set('cliente', tenant);
  }
  return url.pathname + url.search;
}

async function problem(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => ({}));
  return new Problem(response.status, body.codigo ?? '', body.detail ?? response.statusText, body.id ?? '');
}

export async function ask<T>(url: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    // What a problem says is in the language of the page, not in the browser's.
    response = await fetch(url, { credentials: 'same-origin', ...init, headers: { ...init.headers, 'Accept-Language': language.current } });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'sem_conexao', '');
  }
  if (response.status === 401) session.end();
  if (!response.ok) throw await problem(response);
  return (response.status === 204 ? null : await response.json()) as T;
}

export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return ask<T>(address(path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
