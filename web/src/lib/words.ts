export const payloads = ['animais', 'escala', 'desossa', 'caixas', 'registro_venda'];

type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'plain';

export function statusTone(status: string): Tone {
  const tones: Record<string, Tone> = {
    carregado: 'ok', sucesso: 'ok', finalizado: 'ok', corrigido: 'ok',
    erro: 'bad', aberto: 'bad', alerta: 'warn',
    reservado: 'info', iniciado: 'info',
  };
  return tones[status] ?? 'plain';
}

/** A file for the reader's disk, made here of what is on the page. */
export function download(name: string, type: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** RFC 4180; a text that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function csv(rows: (string | number | null | undefined)[][]): string {
  const cell = (value: string | number | null | undefined) => {
    let text = String(value ?? '');
    if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
