export type Theme = 'auto' | 'claro' | 'escuro';

class ThemeState {
  current = $state<Theme>((localStorage.getItem('gdo.tema') as Theme | null) ?? 'auto');
  #dark = window.matchMedia('(prefers-color-scheme: dark)');
  systemDark = $state(false);

  constructor() {
    this.systemDark = this.#dark.matches;
    this.#dark.addEventListener('change', (event) => (this.systemDark = event.matches));
    this.apply();
  }

  get dark(): boolean {
    return this.current === 'escuro' || (this.current === 'auto' && this.systemDark);
  }

  set(theme: Theme) {
    this.current = theme;
    localStorage.setItem('gdo.tema', theme);
    this.apply();
  }

  apply() {
    document.documentElement.dataset.tema = this.current;
  }
}

export const theme = new ThemeState();
