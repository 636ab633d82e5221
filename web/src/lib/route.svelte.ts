// The address is the state: page, filters, open row, tab. A link opens what its sender saw.
export function focusContent() {
  document.getElementById('conteudo')?.focus({ preventScroll: true });
}

class Route {
  path = $state(location.pathname);
  query = $state(location.search);

  get params(): URLSearchParams {
    return new URLSearchParams(this.query);
  }

  param(name: string): string {
    return this.params.get(name) ?? '';
  }

  /** Whether the address chooses among what a page lists; whose it is does not. */
  get filtered(): boolean {
    return [...this.params.keys()].some((name) => name !== 'cliente');
  }

  go(address: string, replace = false) {
    const url = new URL(address, location.href);
    const tenant = this.param('cliente');
    if (tenant && !url.searchParams.has('cliente')) url.searchParams.set('cliente', tenant);
    history[replace ? 'replaceState' : 'pushState'](null, '', url.pathname + url.search + url.hash);
    if (this.read()) window.scrollTo(0, 0);
  }

  /** Changes filters of this page; an empty value leaves the address. */
  set(values: Record<string, string | null>, replace = false) {
    const params = this.params;
    for (const [name, value] of Object.entries(values)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    const query = params.toString();
    this.go(this.path + (query ? `?${query}` : ''), replace);
  }

  /** This page's address with other filters. */
  with(values: Record<string, string | null>): string {
    const params = this.params;
    for (const [name, value] of Object.entries(values)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    const query = params.toString();
    return this.path + (query ? `?${query}` : '');
  }

  /** What the browser's address says; true when that is another page, whose keys begin at its top. */
  read(): boolean {
    const moved = location.pathname !== this.path;
    this.path = location.pathname;
    this.query = location.search;
    if (moved) focusContent();
    return moved;
  }
}

export const route = new Route();
window.addEventListener('popstate', () => void route.read());

// Plain links stay plain links; only clicks that would load this same page again are taken over.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (/^\/(api|docs|metrics|healthz|readyz)\b/.test(link.pathname)) return;
  if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
  event.preventDefault();
  route.go(link.href);
});
