import { route } from './route.svelte';

// j and k walk the rows that a page marks (tr.walk), Enter opens, / searches, ? shows, Esc closes.
class Keys {
  help = $state(false);

  start(): () => void {
    const press = (event: KeyboardEvent) => this.#press(event);
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }

  #press(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    if (event.key === 'Escape') {
      if (target.matches('input, textarea, select')) target.blur();
      else if (this.help) this.help = false;
      else if (!document.querySelector('dialog[open]')) document.querySelector<HTMLElement>('[data-fechar]')?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input, textarea, select')) return;
    if (event.key === '/') {
      event.preventDefault();
      const field = document.querySelector<HTMLInputElement>('#busca');
      if (field) field.focus();
      else route.go('/rastreabilidade');
    } else if (event.key === '?') {
      this.help = !this.help;
    } else if (event.key === 'j' || event.key === 'k') {
      this.#walk(event.key === 'j' ? 1 : -1);
    }
  }

  #walk(step: number) {
    const rows = [...document.querySelectorAll<HTMLElement>('main tr.walk')];
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[now < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, now + step))];
    const handle = next?.querySelector<HTMLElement>('a, button, input');
    handle?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
}

export const keys = new Keys();
