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
  tenant = $state(localStorage.getItem('gdo.cliente') ?? '');

  /** Operators see the work; others see the data that is theirs. */
  get operator(): boolean {
    return this.info?.papel === 'operador' || this.info?.papel === 'admin';
  }

  async load() {
    try {
      const response = await fetch('/api/v1/sessao', { credentials: 'same-origin' });
      const info = response.ok ? ((await response.json()) as SessionInfo | { papel: null }) : null;
      this.info = info?.papel ? (info as SessionInfo) : null;
      this.down = response.status >= 500;
      const tenants = this.info?.clientes ?? [];
      if (tenants.length && !tenants.includes(this.tenant)) this.tenant = tenants[0] ?? '';
    } catch {
      this.down = true;
    }
    this.known = true;
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
    this.info = null;
  }

  async leave() {
    await fetch('/api/v1/sessao', { method: 'DELETE', credentials: 'same-origin' }).catch(() => null);
    this.end();
  }
}

export const session = new Session();
