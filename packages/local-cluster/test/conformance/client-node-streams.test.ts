import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createServer, connect, type AddressInfo } from 'node:net';
import { Attach, Exec, KubeConfig, PortForward, type V1Status } from '@kubernetes/client-node';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { PODS, startFor } from '../cluster/support.ts';

const ECHO = `const server = require('node:net').createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
  const [host, port] = process.env.PLACE.split(':');
  server.listen(port, host, () => console.log('listening'));
  process.stdin.on('data', (chunk) => { console.log('read ' + chunk); if (String(chunk) === 'end') process.exit(7); });`;

t.test('the client of Node.js talks with containers, too', async (t) => {
  const { api, cluster } = await startFor(t);
  const container = {
    name: 'main',
    image: 'node',
    args: [ECHO],
    stdin: true,
    env: [
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'PLACE', value: '$(POD_IP):8080' },
    ],
    readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
  };
  const metadata = { name: 'echo' };
  await api.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { restartPolicy: 'Never', containers: [container] },
  });
  await until('the pod to be ready', async () => {
    const { status } = await api.get(`${PODS}/echo`);
    return status.containerStatuses?.[0]?.ready === true;
  });
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);

  await t.test('exec', async (t) => {
    const [output, errors, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const status = new Promise<V1Status>((resolve) => {
      const command = ['sh', '-c', 'read line; echo "got $line"; echo err >&2; exit 9'];
      void new Exec(config).exec('default', 'echo', 'main', command, output, errors, input, false, resolve);
    });
    input.write('hello\n');
    t.match(await status, {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '9' }] },
    });
    t.equal(String(output.read()), 'got hello\n');
    t.equal(String(errors.read()), 'err\n');
  });

  await t.test('port-forward', async (t) => {
    const forward = new PortForward(config);
    const server = createServer((socket) => {
      void forward.portForward('default', 'echo', [8080], socket, null, socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.teardown(() => server.close());
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('through');
    t.equal(String((await once(socket, 'data'))[0]), 'through');
    socket.destroy();
  });

  await t.test('attach, until the container ends', async (t) => {
    const [output, input] = [new PassThrough(), new PassThrough()];
    const webSocket = await new Attach(config).attach('default', 'echo', 'main', output, null, input, false);
    const closed = once(webSocket as unknown as EventTarget, 'close');
    input.write('one');
    let text = '';
    output.on('data', (chunk) => {
      text += String(chunk);
    });
    await until('its answer', () => text === 'read one\n');
    input.write('end');
    await closed;
    t.equal(text, 'read one\nread end\n');
    await until('the status of the pod', async () => {
      const { status } = await api.get(`${PODS}/echo`);
      return status.containerStatuses[0].state.terminated?.exitCode === 7;
    });
  });
});
