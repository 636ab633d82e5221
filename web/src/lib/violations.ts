import type { Motivo } from './types';

export interface Piece {
  text: string;
  mark: '' | 'bad' | 'warn';
  title: string;
}

/** The bytes of a record, UTF-8 where they are, as text. */
export function decoded(base64: string): string {
  const binary = atob(base64.replaceAll('\n', ''));
  return new TextDecoder('utf-8').decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
}

/** Splits a document's text where a member that broke a rule stands, its value included. */
export function pieces(text: string, motivos: Motivo[], words: (motivo: Motivo) => string): Piece[] {
  const spans: { start: number; end: number; mark: 'bad' | 'warn'; title: string }[] = [];
  for (const motivo of motivos) {
    const field = motivo.campo.split(/[.[\]]+/).filter((part) => part && !/^\d+$/.test(part)).at(-1);
    if (!field) continue;
    for (const [start, end] of members(text, field)) {
      const value = text.slice(start, end);
      if (motivo.valor !== null && !value.includes(motivo.valor) && count(text, field) > 1) continue;
      spans.push({ start, end, mark: motivo.acao === 'reject' ? 'bad' : 'warn', title: words(motivo) });
    }
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const result: Piece[] = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    if (span.start > at) result.push({ text: text.slice(at, span.start), mark: '', title: '' });
    result.push({ text: text.slice(span.start, span.end), mark: span.mark, title: span.title });
    at = span.end;
  }
  if (at < text.length) result.push({ text: text.slice(at), mark: '', title: '' });
  return result;
}

function count(text: string, field: string): number {
  return text.split(`"${field}"`).length - 1;
}

function* members(text: string, field: string): Generator<[number, number]> {
  const name = new RegExp(`"${field.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"\\s*:\\s*`, 'g');
  let found;
  while ((found = name.exec(text)) !== null) {
    yield [found.index, valueEnd(text, found.index + found[0].length)];
  }
}

function valueEnd(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return stringEnd(text, from);
  if (first !== '{' && first !== '[') {
    let at = from;
    while (at < text.length && !',}]\n'.includes(text[at] ?? '')) at++;
    return at;
  }
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const c = text[at];
    if (c === '"') at = stringEnd(text, at) - 1;
    else if (c === '{' || c === '[') depth++;
    else if ((c === '}' || c === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
