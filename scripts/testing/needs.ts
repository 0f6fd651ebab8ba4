import { spawnSync } from 'node:child_process';
import { ROOT } from '../files.ts';
import { whyNoBrowser } from './browser.ts';

/** Tries something on this machine; says why it does not work, undefined where it does. */
export type Try = () => string | undefined;

/** How long a program that is tried may take on a busy machine, in ms. */
const TRY_LIMIT_MS = 60_000;

/** Why a program does not start; without rights in a folder of PATH it can't be told which of these. */
const SAID_OF_PROGRAMS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'not found'],
  ['EACCES', 'not found, or not allowed'],
]);

/** A program that runs, which ends well with these arguments where it may do what tests ask of it. */
export function runs(program: string, ...args: readonly string[]): Try {
  return () => {
    const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: TRY_LIMIT_MS });
    if (error !== undefined) return SAID_OF_PROGRAMS.get('code' in error ? error.code : 0) ?? error.message;
    if (status === 0) return undefined;
    const [said = ''] = stderr.trim().split('\n');
    return said === '' ? `${[program, ...args].join(' ')} ends with ${status ?? 'a signal'}` : said;
  };
}

/** What works where both do, and the first is the shorter reason. */
function both(first: Try, second: Try): Try {
  return () => first() ?? second();
}

/** A program that changes the network, there and permitted: tried in a network namespace that ends with it. */
function changesNetwork(program: string, ...args: readonly string[]): Try {
  return both(runs(program, '-V'), runs('unshare', '--net', program, ...args));
}

const DROPPED = [
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
];
const READ = `require('node:fs').accessSync(process.argv[1])`;
/** Busybox has one that passes over what it is asked for. */
const OWN_FOLDER = `lsof -nP -a -p ${process.pid} -d cwd -Fn | grep -q ^n`;
const REFUSE = ['-w', '-A', 'INPUT', '-p', 'tcp', '-j', 'REJECT'];
const PLACE = `needs-${process.pid}`;
const BIND = `const server = require('node:net').createServer();
  server.on('error', ({ message }) => { console.error(message); process.exit(1); });
  server.listen(0, process.argv[1], () => server.close());`;

/**
 * All that a test may need and a machine may lack. Besides these tests take for granted Node.js and what POSIX asks of a
 * system: a shell, its usual programs, a folder for temporary files.
 */
const NEEDS = {
  Linux: () => (process.platform === 'linux' ? undefined : `this is ${process.platform}`),
  root: () => (process.geteuid?.() === 0 ? undefined : `this is user ${process.geteuid?.() ?? 'unknown'}`),
  '127.0.0.0/8': runs(process.execPath, '-e', BIND, '127.211.0.5'),
  'IPv6 loopback': runs(process.execPath, '-e', BIND, '::1'),
  'network namespaces': () => {
    const made = runs('ip', 'netns', 'add', PLACE)();
    if (made !== undefined) return made;
    const inside = [
      runs('nsenter', `--net=/run/netns/${PLACE}`, 'true'),
      ...['veth', 'bridge'].map((type) => runs('ip', '-n', PLACE, 'link', 'add', 'type', type)),
    ].map((each) => each());
    return runs('ip', 'netns', 'del', PLACE)() ?? inside.find((reason) => reason !== undefined);
  },
  'PID namespaces': runs('unshare', '--pid', '--fork', '--kill-child', '--mount-proc', 'true'),
  'mount namespaces': runs('unshare', '--mount', 'mount', '-t', 'tmpfs', 'none', '/tmp'),
  chromium: whyNoBrowser,
  pdftotext: runs('pdftotext', '-v'),
  chroot: runs('chroot', '/', 'true'),
  curl: runs('curl', '--version'),
  cpio: runs('cpio', '--version'),
  'g++': runs('g++', '--version'),
  'GNU find': runs('find', '/', '-maxdepth', '0', '-printf', ''),
  ip: runs('ip', '-V'),
  iptables: changesNetwork('iptables', ...REFUSE),
  ip6tables: changesNetwork('ip6tables', ...REFUSE),
  'iptables-legacy': changesNetwork('iptables-legacy', ...REFUSE),
  lsof: runs('sh', '-c', OWN_FOLDER),
  kubectl: runs('kubectl', 'version', '--client'),
  openssl: runs('openssl', 'version'),
  pgrep: runs('pgrep', '-P', String(process.ppid)),
  ps: runs('ps', '-o', 'stat=,lstart=', '-p', String(process.pid)),
  'script of util-linux': runs('script', '-qec', 'stty -a', '/dev/null'),
  setpriv: runs('setpriv', ...DROPPED, 'true'),
  'a repository that others may read': runs(
    'setpriv',
    ...DROPPED,
    process.execPath,
    '-e',
    READ,
    `${ROOT}package.json`,
  ),
  setsid: runs('setsid', 'true'),
  sysctl: runs('sysctl', '-n', 'kernel.ostype'),
  tc: changesNetwork('tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'pfifo'),
} as const satisfies Readonly<Record<string, Try>>;

/** One of those, or a name and a try that is a test file's own. */
export type Need = keyof typeof NEEDS | readonly [name: string, why: Try];

const found = new Map<string, string | undefined>();

/**
 * Looks for all that a test needs, each by trying it and none taken for granted from another. Returns what tap skips by:
 * false where all are there, else a sentence that names each that is missing and why.
 */
export function missing(...needs: readonly Need[]): string | false {
  const reasons = needs.flatMap((need) => {
    const [name, why]: readonly [string, Try] = typeof need === 'string' ? [need, NEEDS[need]] : need;
    if (!found.has(name)) found.set(name, why());
    const reason = found.get(name);
    return reason === undefined ? [] : [`${name} (${reason})`];
  });
  return reasons.length > 0 && `needs ${reasons.join(', ')}`;
}
