import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { tcpProbe } from '../../../src/node/probes/tcp-probe.ts';

t.test('a connection that is accepted passes, and is closed', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection');
  t.same(await tcpProbe({ host: '127.0.0.1', port, timeoutMs: 60_000 }), { passed: true, output: '' });
  const [socket] = await accepted;
  socket.resume();
  await once(socket, 'end');
});

t.test('nobody there', async (t) => {
  t.same(await tcpProbe({ host: '127.0.0.1', port: 1, timeoutMs: 60_000 }), {
    passed: false,
    output: 'dial tcp 127.0.0.1:1: connect: connection refused',
  });
});

t.test('no answer in time', { skip: missing('Linux') }, async (t) => {
  // A server that never accepts: once its queue is full, Linux drops what comes instead of refusing it.
  const stuck = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', stuck], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  t.teardown(() => waiting.forEach((socket) => socket.destroy()));
  // All have asked by the time that the first has been let in.
  await once(waiting[0]!, 'connect');
  t.same(await tcpProbe({ host: '127.0.0.1', port, timeoutMs: 100 }), {
    passed: false,
    output: `dial tcp 127.0.0.1:${port}: i/o timeout`,
  });
});
