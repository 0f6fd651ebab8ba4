import type { Listener } from './processes.ts';

/**
 * Reads `lsof -Fptn` of sockets that listen: a field a line, of which the first character says which field; `t` is the type
 * and `n` the name, `127.0.0.1:8080`, `[::1]:8080` or `*:8080`. Source: lsof(8), OUTPUT FOR OTHER PROGRAMS.
 */
export function parseLsof(text: string): Listener[] {
  const listeners: Listener[] = [];
  let type = '';
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('f')) type = '';
    if (line.startsWith('t')) type = value;
    if (!line.startsWith('n')) continue;
    const [, host, port] = /^(.+):(\d+)$/.exec(value) ?? [];
    if (host === undefined) continue;
    listeners.push({ host: hostOf(host, type), port: Number(port) });
  }
  return listeners;
}

function hostOf(name: string, type: string): string {
  if (name === '*') return type === 'IPv6' ? '::' : '0.0.0.0';
  return name.replace(/^\[(.*)\]$/, '$1');
}
