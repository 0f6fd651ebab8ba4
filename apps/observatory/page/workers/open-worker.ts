/** The files that a page may run beside itself; each is an entry of scripts/build/page.ts. */
export const WORKERS = [
  'estimates-worker',
  'simulate-worker',
  'graph-worker',
  'recording-worker',
  'stream-worker',
] as const;
export type WorkerName = (typeof WORKERS)[number];

/** The one policy that the server's Content-Security-Policy allows: `trusted-types workers`. */
const POLICY = 'workers';

type Policy = Readonly<{ createScriptURL: (text: string) => unknown }>;
type Factory = Readonly<{ createPolicy: (name: string, rules: Policy) => Policy }>;

let policy: Policy | undefined;

/**
 * Starts one of the page's own workers, or joins the one that other pages share. Where a page requires trusted types a worker's address has to come from a policy: this one lets
 * through the files of WORKERS, of the folder of the page, and nothing else.
 */
export function openWorker(name: WorkerName): Worker;
export function openWorker(name: WorkerName, isShared: true): SharedWorker;
export function openWorker(name: WorkerName, isShared = false): Worker | SharedWorker {
  const address = `${name}.js`;
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  policy ??= factory?.createPolicy(POLICY, { createScriptURL: ownAddress }) ?? {
    createScriptURL: ownAddress,
  };
  const Kind = isShared ? SharedWorker : Worker;
  return new Kind(policy.createScriptURL(address) as string, { type: 'module', name });
}

/** An address, where it is of one of the page's own workers. Throws TypeError where it isn't. */
export function ownAddress(address: string): string {
  if (WORKERS.some((name) => address === `${name}.js`)) return address;
  throw new TypeError(`expected the address of a worker of the page, got ${address}`);
}
