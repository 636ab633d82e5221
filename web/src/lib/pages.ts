import type { Component } from 'svelte';
import type { MessageKey } from './messages';

export interface PageEntry {
  id: string;
  path: string;
  title: MessageKey;
  open: boolean; // for every role; the others are the operators'
  load: () => Promise<{ default: Component }>;
}

export const pages: PageEntry[] = [
  { id: 'visao', path: '/', title: 'page.overview', open: false, load: () => import('../pages/VisaoGeral.svelte') },
  { id: 'execucoes', path: '/execucoes', title: 'page.runs', open: false, load: () => import('../pages/Execucoes.svelte') },
  { id: 'qualidade', path: '/qualidade', title: 'page.quality', open: false, load: () => import('../pages/Qualidade.svelte') },
  { id: 'pendencias', path: '/pendencias', title: 'page.worklist', open: false, load: () => import('../pages/Pendencias.svelte') },
  { id: 'alertas', path: '/alertas', title: 'page.alerts', open: false, load: () => import('../pages/Alertas.svelte') },
  { id: 'tendencias', path: '/tendencias', title: 'page.trends', open: false, load: () => import('../pages/Tendencias.svelte') },
  { id: 'rastreabilidade', path: '/rastreabilidade', title: 'page.trace', open: true, load: () => import('../pages/Rastreabilidade.svelte') },
  { id: 'sistema', path: '/sistema', title: 'page.system', open: false, load: () => import('../pages/Sistema.svelte') },
];

const overview = pages[0] as PageEntry;

/** The page of a path: that of its first part. */
export function pageOf(path: string): PageEntry {
  const first = `/${path.split('/')[1] ?? ''}`;
  return pages.find((page) => page.path === first) ?? overview;
}

/** What follows the page's own part of the path. */
export function rest(path: string): string[] {
  return path.split('/').slice(2).filter(Boolean).map(decodeURIComponent);
}
