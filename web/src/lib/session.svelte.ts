/** Who reads: GET /api/v1/sessao. */
export interface SessionInfo {
  papel: 'cliente' | 'industria' | 'varejo' | 'operador' | 'admin';
  token_cliente: string;
  nome?: string | null;
  clientes?: string[];
}

class Session {
  info = $state<SessionInfo | null>(null);
  known = $state(false);
  down = $state(false);
  /** Not by its reader: it expired, its key was revoked, or the server has forgotten it. */
  ended = $state(false);
  tenant = $state(localStorage.getItem('gdo.cliente') ?? '');

  /** Operators see the work; others see the data that is theirs. */
  get operator(): boolean {
    return this.info?.papel === 'operador' || this.info?.papel === 'admin';
  }

  async load() {
    try {
      const response = await fetch('/api/v1/sessao', { credentials: 'same-origin' });
      this.down = response.status >= 500;
      if (!this.down) this.#is(response.ok ? ((await response.json()) as SessionInfo | { papel: null }) : null);
      const tenants = this.info?.clientes ?? [];
      if (tenants.length && !tenants.includes(this.tenant)) this.tenant = tenants[0] ?? '';
    } catch {
      this.down = true;
    }
    this.known = true;
  }

  // What did not change stays, and so does what hangs on it: the stream of events.
  #is(answer: SessionInfo | { papel: null } | null) {
    const info = answer?.papel ? (answer as SessionInfo) : null;
    if (this.info && !info) this.end();
    else if (JSON.stringify(info) !== JSON.stringify(this.info)) this.info = info;
  }

  /** Null when the key opened a session, else the HTTP status. */
  async begin(chave: string): Promise<number | null> {
    try {
      const response = await fetch('/api/v1/sessao', {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ chave }),
      });
      if (!response.ok) return response.status;
    } catch {
      return 0;
    }
    await this.load();
    if (this.info) this.ended = false;
    return this.info ? null : 401;
  }

  /** A key for all tenants: it sees what belongs to none of them, such as runs and processes. */
  get everyone(): boolean {
    return this.info?.token_cliente === '*';
  }

  /** An operator of all tenants before the first file of any has come. */
  get awaitsTheFirst(): boolean {
    return this.everyone && this.info?.clientes?.length === 0;
  }

  /** The tenant that an address names, when the reader may see it; else the one that was chosen. */
  tenantOf(named: string): string {
    const tenants = this.info?.clientes ?? [];
    return named && (!tenants.length || tenants.includes(named)) ? named : this.tenant;
  }

  choose(tenant: string) {
    this.tenant = tenant;
    localStorage.setItem('gdo.cliente', tenant);
  }

  end() {
    if (this.info) this.ended = true;
    this.info = null;
  }

  async leave() {
    await fetch('/api/v1/sessao', { method: 'DELETE', credentials: 'same-origin' }).catch(() => null);
    this.info = null;
  }
}

export const session = new Session();
