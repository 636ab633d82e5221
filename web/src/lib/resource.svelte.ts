import { untrack } from 'svelte';
import { ask, Problem } from './api';

const path = (url: string) => url.split('?')[0];

/**
 * One answer of the server, kept. `data` is the last good answer: while another is asked for, or
 * when the server no longer answers, it stays on the page (`stale`), with its time (`at`).
 */
export class Resource<T> {
  data = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  /** What is shown is of another filter than the one asked for. */
  filtering = $state(false);
  at = $state(0);
  #url = '';
  #abort: AbortController | null = null;

  get stale(): boolean {
    return this.data !== null && this.problem !== null;
  }

  /**
   * Asks for url. The same path as last time refreshes: of another filter what was there stays (and
   * with it the field that is being used) until the answer comes. Another path forgets it.
   */
  async load(url: string | null) {
    this.#abort?.abort();
    if (url === null) {
      this.#url = '';
      this.data = null;
      return;
    }
    const other = url !== this.#url;
    if (path(url) !== path(this.#url)) this.data = null;
    if (other) this.problem = null;
    this.#url = url;
    // What asks hangs on what it asks for, not on what came.
    this.filtering = other && untrack(() => this.data !== null);
    const abort = new AbortController();
    this.#abort = abort;
    this.loading = true;
    try {
      const data = await ask<T>(url, { signal: abort.signal });
      if (abort.signal.aborted) return;
      this.data = data;
      this.problem = null;
      this.at = Date.now();
    } catch (error) {
      if (abort.signal.aborted) return;
      if (this.filtering) this.data = null;
      this.problem = error instanceof Problem ? error : new Problem(0, 'interno', String(error));
    } finally {
      if (this.#abort === abort) this.loading = this.filtering = false;
    }
  }

  refresh() {
    if (this.#url) void this.load(this.#url);
  }
}

export interface Page<Row> {
  dados: Row[];
  proximo: string | null;
}

/** A list that grows by pages; what is shown never moves. */
export class List<Row> {
  rows = $state.raw<Row[]>([]);
  next = $state<string | null>(null);
  first = new Resource<Page<Row>>();
  more = $state(false);
  #url = '';

  async load(url: string) {
    const other = url !== this.#url;
    this.#url = url;
    if (other) this.rows = [];
    await this.first.load(url);
    if (this.first.data && this.#url === url) {
      this.rows = this.first.data.dados;
      this.next = this.first.data.proximo;
    }
  }

  async extend() {
    if (!this.next || this.more) return;
    this.more = true;
    try {
      const url = new URL(this.#url, location.origin);
      url.searchParams.set('cursor', this.next);
      const page = await ask<Page<Row>>(url.pathname + url.search);
      this.rows = [...this.rows, ...page.dados];
      this.next = page.proximo;
    } catch (error) {
      if (error instanceof Problem) this.first.problem = error;
    } finally {
      this.more = false;
    }
  }
}
