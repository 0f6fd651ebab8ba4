import type { PodAddress } from '../../network/types.ts';

/** The variable that tells a program at which port to listen in the place of another, where no argument could. */
export function portVariable(port: number | string): string {
  return `POD_CONTAGION_PORT_${port}`;
}

/**
 * A text that a program is told, with the place where its pod really answers instead of the address that it shows:
 * `127.128.0.5:8080`, made with `$(POD_IP):8080`, becomes `127.0.0.1:12125`, and the address alone `127.0.0.1`.
 */
export function translate(text: string, address: PodAddress | undefined): string {
  const { ip = '', reachedAt } = address ?? {};
  if (reachedAt === undefined || !text.includes(ip)) return text;
  const { host, ports } = reachedAt;
  // Not where the address is the beginning or the end of another, nor the beginning of one for a port.
  const written = new RegExp(
    String.raw`(?<![\d.])${ip.replaceAll('.', String.raw`\.`)}(?![\d]|\.\d)(?::(\d{1,5})(?!\d|\.\d))?`,
    'g',
  );
  return text.replace(written, (_, port: string | undefined) =>
    port === undefined ? host : `${host}:${ports[Number(port)] ?? port}`,
  );
}

/** The same for all variables of a container, in place. */
export function translateAll(variables: Map<string, string>, address: PodAddress | undefined): void {
  if (address?.reachedAt === undefined) return;
  for (const [name, value] of variables) variables.set(name, translate(value, address));
}

/** A variable for each port that stands in for another. */
export function portVariables(address: PodAddress | undefined): Record<string, string> {
  const ports = Object.entries(address?.reachedAt?.ports ?? {});
  return Object.fromEntries(ports.map(([port, place]) => [portVariable(port), String(place)]));
}
