import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import t from 'tap';
import { readCommandLine } from '../src/command-line.ts';
import { PODDER_ERROR_CODES, PodderError, type PodderErrorCode } from '../src/errors.ts';
import { openListener } from '../src/listener.ts';
import { PODDER_SETTINGS } from '../src/settings.ts';

const listen = (host: string, port = 0) => openListener('face', { host, port }, 10, () => {});

/** How to produce each code for real. */
const PRODUCE: Record<PodderErrorCode, () => Promise<unknown>> = {
  PODDER_USAGE: async () => readCommandLine(PODDER_SETTINGS, ['-nope'], {}),
  PODDER_ADDRESS_IN_USE: async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    try {
      await listen('127.0.0.1', (blocker.address() as AddressInfo).port);
    } finally {
      blocker.close();
    }
  },
  PODDER_ADDRESS_NOT_AVAILABLE: () => listen('192.0.2.1'),
  PODDER_ADDRESS_DENIED: listenAsNobody,
  PODDER_LISTEN_FAILED: () => listen('x'.repeat(300)),
};

/** Listens on port 7 in a process that is not root's, and throws what that threw. */
async function listenAsNobody(): Promise<void> {
  const { href } = new URL('../src/listener.ts', import.meta.url);
  const script = `
    const { openListener } = await import(${JSON.stringify(href)});
    if (process.getuid() === 0) process.setuid(65534);
    await openListener('face', { host: '127.0.0.1', port: 7 }, 1, () => {}).then(
      () => process.exit(1),
      ({ code, message }) => console.log(JSON.stringify({ code, message })),
    );`;
  const args = ['--conditions=@pod-contagion/source', '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const { code, message } = JSON.parse(stdout) as { code: PodderErrorCode; message: string };
  throw new PodderError(code, message);
}

/** Says whether ports below 1024 are kept for root here. */
function hasDeniedPorts(): boolean {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) > 7;
  } catch {
    return process.platform !== 'win32' && process.platform !== 'darwin';
  }
}

const NONE_DENIED = !hasDeniedPorts() && 'here everybody may have any port';

t.test('every code is one that can be produced', async (t) => {
  t.same(Object.keys(PRODUCE), Object.keys(PODDER_ERROR_CODES));
  for (const [code, produce] of Object.entries(PRODUCE)) {
    await t.test(code, { skip: code === 'PODDER_ADDRESS_DENIED' && NONE_DENIED }, async (t) => {
      await t.rejects(produce(), { name: 'PodderError', code });
    });
  }
});

t.test('the message of a port that is denied says what to do', { skip: NONE_DENIED }, async (t) => {
  await t.rejects(listenAsNobody(), {
    message: "can't listen on 127.0.0.1:7 for the face: this user may not; choose a port from 1024 on",
  });
});

t.test('every code has its meaning, which docs can print', async (t) => {
  for (const [code, meaning] of Object.entries(PODDER_ERROR_CODES)) {
    t.match(code, /^PODDER_[A-Z_]+$/);
    t.match(meaning, /^[a-z].*[^.]$/);
  }
});

t.test('an error keeps its cause', async (t) => {
  const cause = new Error('why');
  const error = new PodderError('PODDER_LISTEN_FAILED', 'what', { cause });
  t.ok(error instanceof Error);
  t.match(error, { name: 'PodderError', code: 'PODDER_LISTEN_FAILED', message: 'what', cause });
});
