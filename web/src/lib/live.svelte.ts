import { session } from './session.svelte';

type Listener = () => void;

/**
 * One stream of events for this browser tab, however many parts of the page listen. An event says
 * only that something changed; who listens asks again. Bursts are answered once.
 */
class Live {
  connected = $state(false);
  last = $state(0);
  now = $state(Date.now());
  #source: EventSource | null = null;
  #listeners = new Set<Listener>();
  #timer = 0;
  #clock = 0;
  #again = 0;
  #failures = 0;
  // Who comes back to the page sees what is, not what was.
  #seen = () => {
    if (document.visibilityState === 'visible') this.#announce();
  };

  start(url: string) {
    this.#close();
    const source = new EventSource(url);
    this.#source = source;
    source.onopen = () => {
      // After a gap, what was missed is asked for.
      if (this.last) this.#announce();
      this.connected = true;
      this.#failures = 0;
      this.last = Date.now();
    };
    source.onerror = () => {
      this.connected = false;
      if (source.readyState === EventSource.CLOSED) void this.#refused(url);
    };
    source.onmessage = () => this.#announce();
    for (const name of ['arquivo', 'lote', 'trusted', 'service', 'log', 'alerta', 'rejeitado', 'mudanca']) {
      source.addEventListener(name, () => this.#announce());
    }
    document.addEventListener('visibilitychange', this.#seen);
    this.#clock = window.setInterval(() => (this.now = Date.now()), 1000);
  }

  // A browser tries again by itself when the connection breaks, but not when it is answered with a
  // refusal: the session has ended, or the server cannot just now.
  async #refused(url: string) {
    const source = this.#source;
    await session.load();
    if (!session.info || this.#source !== source) return;
    this.#failures += 1;
    this.#again = window.setTimeout(() => this.start(url), Math.min(60_000, 1000 * 2 ** this.#failures));
  }

  stop() {
    this.#close();
    this.#failures = 0;
  }

  #close() {
    this.#source?.close();
    this.#source = null;
    this.connected = false;
    window.clearTimeout(this.#again);
    document.removeEventListener('visibilitychange', this.#seen);
    window.clearInterval(this.#clock);
  }

  /** Calls back after changes until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #announce() {
    this.last = Date.now();
    if (this.#timer) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      for (const listener of this.#listeners) listener();
    }, 300);
  }
}

export const live = new Live();
