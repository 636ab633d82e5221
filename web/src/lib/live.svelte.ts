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
  // Who comes back to the page sees what is, not what was.
  #seen = () => {
    if (document.visibilityState === 'visible') this.#announce();
  };

  start(url: string) {
    this.stop();
    const source = new EventSource(url);
    this.#source = source;
    source.onopen = () => {
      // After a gap, what was missed is asked for.
      if (this.last) this.#announce();
      this.connected = true;
      this.last = Date.now();
    };
    source.onerror = () => (this.connected = false);
    source.onmessage = () => this.#announce();
    for (const name of ['arquivo', 'lote', 'trusted', 'service', 'log', 'alerta', 'rejeitado', 'mudanca']) {
      source.addEventListener(name, () => this.#announce());
    }
    document.addEventListener('visibilitychange', this.#seen);
    this.#clock = window.setInterval(() => (this.now = Date.now()), 1000);
  }

  stop() {
    this.#source?.close();
    this.#source = null;
    this.connected = false;
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
