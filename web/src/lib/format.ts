import { language, t } from './language.svelte';

// Where the plants are; the server may say another zone.
let zone = 'America/Sao_Paulo';
export function setZone(name: string | undefined) {
  if (name) zone = name;
}

export function number(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  return value.toLocaleString(language.current, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Of a date field, which speaks at each digit of the year that is typed. */
export const isWholeDay = (day: string): boolean => day === '' || day >= '1900';

export function percent(part: number, whole: number, digits = 1): string {
  return whole > 0 ? `${number((100 * part) / whole, digits)} %` : '–';
}

/** Kilos, in tonnes from ten on: what a person says. */
export function weight(kg: number | null | undefined): string {
  if (kg === null || kg === undefined) return '–';
  return kg >= 10_000 ? `${number(kg / 1000, 1)} t` : `${number(kg, kg < 100 ? 1 : 0)} kg`;
}

export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${number(size, unit === 0 || size >= 100 ? 0 : 1)} ${units[unit]}`;
}

export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1000) return `${number(ms)} ms`;
  if (ms < 59_950) return `${number(ms / 1000, 1)} s`;
  // Rounded before it is split: 239.8 s is 4 min, not 3 min 60 s.
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${number(Math.floor(seconds / 60))} min ${number(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`;
}

export function exact(instant: string | null | undefined): string {
  return instant ? `${moment(instant, true)} (${zone}) · ${new Date(instant).toISOString()}` : '';
}

// "26 nov", not "26 de nov.": shorter, and it stands well before a full stop.
const short = (text: string) => (language.current === 'pt-BR' ? text.replaceAll(' de ', ' ').replaceAll('.', '') : text);

/** Date and time in the plant's zone. */
export function moment(instant: string, seconds = false): string {
  return short(new Date(instant).toLocaleString(language.current, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    ...(new Date(instant).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const }),
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' as const } : {}),
  }));
}

/** "há 38 s" up to a day, then date and time in the plant's zone. */
export function when(instant: string | null | undefined, now = Date.now()): string {
  if (!instant) return '–';
  const seconds = Math.round((now - new Date(instant).getTime()) / 1000);
  if (seconds < 0 || seconds >= 86_400) return moment(instant);
  if (seconds < 5) return t('time.now');
  return t('time.ago', { t: span(seconds) });
}

/** A length of time in one unit. */
export function span(seconds: number): string {
  if (seconds < 60) return `${number(seconds)} s`;
  if (seconds < 3600) return `${number(Math.floor(seconds / 60))} min`;
  if (seconds < 2 * 86_400) return `${number(Math.floor(seconds / 3600))} h`;
  return `${number(Math.floor(seconds / 86_400))} d`;
}

/** A local day (YYYY-MM-DD) as people write it; no zone moves it. */
export function day(date: string | null | undefined, weekday = false): string {
  if (!date) return '–';
  return short(new Date(`${date.slice(0, 10)}T12:00:00Z`).toLocaleDateString(language.current, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(date.slice(0, 4) === String(new Date().getFullYear()) ? {} : { year: 'numeric' as const }),
    ...(weekday ? { weekday: 'long' as const } : {}),
  }));
}

/** Today's date in the plants' zone, as YYYY-MM-DD. */
export function today(): string {
  return new Date().toLocaleDateString('sv-SE', { timeZone: zone });
}
