/** What a user gets who asks for something that can't be: one clear line, the right exit code, no listener. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import t from 'tap';
import { runProgram } from '../../../scripts/testing/program.ts';

const LISTEN = ['-http=127.0.0.1:0', '-health=127.0.0.1:0'];
const DELAY = 'a whole number from 0 to 2147483647, in milliseconds';

const CASES: readonly (readonly [args: string[], env: Record<string, string>, message: string])[] = [
  [['-symptomDelay=soon'], {}, `-symptomDelay expects ${DELAY}, got "soon"`],
  [['--healthDelay', '-1'], {}, `-healthDelay expects ${DELAY}, got "-1"`],
  [[], { PODDER_SYMPTOM_DELAY_MS: '1.5' }, `PODDER_SYMPTOM_DELAY_MS expects ${DELAY}, got "1.5"`],
  [['-sneezeInterval=0'], {}, `-sneezeInterval expects ${DELAY.replace('0', '1')}, got "0"`],
  [['-http=here'], {}, '-http expects HOST:PORT, :PORT or [IPV6]:PORT, the port from 0 to 65535, got "here"'],
  [['-sneezes=1'], {}, 'unknown flag -sneezes: expected one of those that -help lists'],
  [['-http'], {}, '-http expects a value after it, got none'],
  [['-immunity=learned'], {}, '-immunity=learned expects -lives beside it, got none'],
  [['infect'], {}, 'expected flags only, got "infect"'],
  [
    LISTEN,
    { PODDER_SERVICE_HOST: 'a b', PODDER_SERVICE_PORT: '80' },
    'PODDER_SERVICE_HOST and PODDER_SERVICE_PORT expect a host and a port, got "a b" and "80"',
  ],
];

t.test('wrong usage ends with 2 and one line', async (t) => {
  for (const [args, env, message] of CASES) {
    const program = runProgram('generic', { args, env });
    const { code, stderr } = await program.ended;
    t.equal(stderr, `generic: ${message}\n`);
    t.equal(code, 2, message);
    t.same(program.log, []);
  }
});

t.test('an address in use ends with 1, one line, last words, and no other listener', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port: healthPort } = free.address() as AddressInfo;
  free.close();
  const program = runProgram('generic', {
    args: [`-http=127.0.0.1:${port}`, `-health=127.0.0.1:${healthPort}`],
  });
  const { code, stderr, lastWords } = await program.ended;
  const message = `can't listen on 127.0.0.1:${port} for the face: another process already does`;
  t.equal(stderr, `generic: ${message}\n`);
  t.equal(code, 1);
  t.match(JSON.parse(lastWords), { state: 'susceptible', reason: `error: ${message}` });
  const attempt = connect(healthPort, '127.0.0.1');
  const [error] = (await once(attempt, 'error')) as [NodeJS.ErrnoException];
  t.equal(error.code, 'ECONNREFUSED');
});

t.test('help and version go to standard output and end with 0', async (t) => {
  const help = runProgram('generic', { args: ['--help'] });
  t.equal((await help.ended).code, 0);
  const text = help.log.map((line) => line['text']).join('\n');
  for (const word of ['-http', '-health', '-symptomDelay', 'PODDER_SNEEZE_INTERVAL_MS', 'Exit codes']) {
    t.match(text, word);
  }
  const version = runProgram('generic', { args: ['-version'] });
  t.equal((await version.ended).code, 0);
  t.match(version.log[0]?.['text'], /^\d+\.\d+\.\d+$/);
});
