import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildCommandLine, inDist } from '../../scripts/build/programs.ts';
import { ROOT } from '../../scripts/files.ts';
import { freePort } from '../../scripts/testing/free-port.ts';
import { until } from '../../scripts/testing/until.ts';
import { connect } from 'node:net';

/** Ports of one kind of proxy, in front of the server's. */
export type Ports = Readonly<{ flood: number; echo: number }>;

/** Something that is measured; it runs until it is closed. */
export type Contestant = Readonly<{ name: string; ports: Ports; pid: number; close: () => void }>;

type Program = Readonly<{ child: ChildProcess; line: Promise<string> }>;

/** Starts a program that says one line when it is ready; its input ends with this process. */
function start(command: string, args: readonly string[]): Program {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', resolve);
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`expected a line of ${args.join(' ')}, got its end`)));
  });
  return { child, line };
}

/** The server alone. */
export async function startServer(): Promise<Contestant> {
  const { child, line } = start(process.execPath, [`${ROOT}bench/proxy/server.ts`]);
  return {
    name: 'no proxy',
    ports: JSON.parse(await line) as Ports,
    pid: child.pid ?? 0,
    close: () => void child.kill(),
  };
}

/** Two pipes a connection. */
export async function startPipe(server: Ports): Promise<Contestant> {
  const args = [`${ROOT}bench/proxy/pipe.ts`, String(server.flood), String(server.echo)];
  const { child, line } = start(process.execPath, args);
  const [flood = 0, echo = 0] = JSON.parse(await line) as number[];
  return {
    name: 'pipe() of Node.js',
    ports: { flood, echo },
    pid: child.pid ?? 0,
    close: () => void child.kill(),
  };
}

/** The command line as it is installed: gives its program. */
export async function buildOurs(): Promise<string> {
  let folder = '';
  await inDist(async () => {
    folder = await buildCommandLine('pod-chaos');
  });
  return `${folder}/main.mjs`;
}

/** Ours, by its program. */
export async function startOurs(
  program: string,
  server: Ports,
  toxics: readonly object[] = [],
): Promise<Contestant> {
  const ports = { flood: await freePort(), echo: await freePort() };
  const config = (['flood', 'echo'] as const).map((name) => ({
    name,
    listen: `127.0.0.1:${ports[name]}`,
    upstream: `127.0.0.1:${server[name]}`,
    toxics,
  }));
  const args = [program, 'proxy', '--port=0', '--duration=1h', '--json', '--config', JSON.stringify(config)];
  const { child, line } = start(process.execPath, args);
  await line;
  await until('it to listen', () => reaches(ports.echo));
  const name = toxics.length === 0 ? 'pod-chaos proxy' : 'pod-chaos proxy, a toxic that does nothing';
  return { name, ports, pid: child.pid ?? 0, close: () => void child.kill() };
}

/** nginx as one process; undefined where it is not installed with its stream module. */
export async function startNginx(server: Ports): Promise<Contestant | undefined> {
  const { stderr, error } = spawnSync('nginx', ['-V'], { encoding: 'utf8' });
  if (error !== undefined || !stderr.includes('--with-stream')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'bench-nginx-'));
  const ports = { flood: await freePort(), echo: await freePort() };
  const modules = /--modules-path=(\S+)/.exec(stderr)?.[1];
  const module = stderr.includes('--with-stream=dynamic')
    ? `load_module ${modules}/ngx_stream_module.so;`
    : '';
  const servers = (['flood', 'echo'] as const).map(
    (name) =>
      `server { listen 127.0.0.1:${ports[name]} backlog=2048; proxy_pass 127.0.0.1:${server[name]}; }`,
  );
  const config = `${module} daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/log;
events { worker_connections 8192; } stream { ${servers.join(' ')} }`;
  writeFileSync(join(folder, 'conf'), config);
  const child = spawn('nginx', ['-p', folder, '-c', 'conf'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const close = (): void => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  await until('nginx to listen', () => reaches(ports.echo));
  return { name: 'nginx, one process', ports, pid: child.pid ?? 0, close };
}

function reaches(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
