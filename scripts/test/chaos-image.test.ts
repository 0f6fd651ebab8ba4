/** The image of the chaos toolkit as far as it can be looked at without a container engine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { CHAOS_IMAGE_CONFIG } from '../build/chaos-files.ts';
import { makeChaosRoot, missingPrograms } from '../build/chaos-root.ts';
import { IMAGE_PROGRAMS } from '../../packages/chaos/src/faults/programs.ts';
import { ROOT } from '../files.ts';
import { missing, type Need } from '../testing/needs.ts';

t.test('Dockerfile.chaos ends as chaos.json says', async (t) => {
  const text = readFileSync(`${ROOT}Dockerfile.chaos`, 'utf8').replaceAll('\\\n', '');
  const stage = text.slice(text.lastIndexOf('\nFROM ') + 1);
  const lines = [...stage.matchAll(/^([A-Z]+) +(.*)$/gm)].map(([, name = '', rest = '']) => [name, rest]);
  const last = new Map(lines as [string, string][]);
  t.equal(last.get('FROM'), 'debian:bookworm-slim');
  t.match(last.get('RUN'), /--no-install-recommends iproute2 iptables /);
  t.same(JSON.parse(last.get('ENTRYPOINT') ?? ''), CHAOS_IMAGE_CONFIG.Entrypoint);
  t.same(last.get('ENV')?.split(' '), CHAOS_IMAGE_CONFIG.Env);
  t.equal(last.get('USER'), CHAOS_IMAGE_CONFIG.User);
  t.equal(last.get('COPY'), '--from=build /src/dist/images/chaos-files/ /');
});

type Ended = Readonly<{ status: number | null; stdout: string; stderr: string }>;

const DEBIAN: Need = [
  "Debian's programs",
  () =>
    missingPrograms()
      .map((each) => `no ${each}`)
      .join('; ') || undefined,
];
const skip = missing(
  'network namespaces',
  'mount namespaces',
  'PID namespaces',
  'chroot',
  'GNU find',
  DEBIAN,
);

t.test('it runs in a root of its own, read-only, with nothing else in it', { skip }, async (t) => {
  const root = join(t.testdir({}), 'root');
  await makeChaosRoot(root, process.execPath);
  const env = Object.fromEntries(CHAOS_IMAGE_CONFIG.Env.map((entry) => entry.split('=')));
  // In namespaces of its own, which end with the command: a container has no less mounted. The options are tap's.
  const inside = (rights: readonly string[], ...command: string[]): Ended => {
    const mounts =
      'mount --bind "$0" "$0"; mount -t tmpfs none "$0/dev"; mkdir -m 1777 "$0/dev/shm"; mount -t proc none "$0/proc"; ' +
      'mount -o remount,bind,ro "$0"; exec env -u NODE_OPTIONS chroot "$@"';
    return spawnSync(
      'unshare',
      ['--net', '--mount', '--pid', '--fork', 'sh', '-ec', mounts, root, ...rights, root, ...command],
      { env, encoding: 'utf8' },
    );
  };
  const asNobody = [`--userspec=${CHAOS_IMAGE_CONFIG.User}`];

  await t.test('its programs, as the user of the image', async (t) => {
    for (const command of [
      ['/usr/local/bin/pod-chaos', '--version'],
      ['pod-chaos', '--help'],
      ['chaos-agent', '--version'],
    ]) {
      t.match(
        inside(asNobody, ...command),
        { status: 0, stdout: /pod-chaos|^\d+\.\d+\.\d+\n$/ },
        command.join(' '),
      );
    }
    t.match(inside(asNobody, 'tc', '-V'), { status: 0, stdout: /^tc utility, iproute2/, stderr: '' });
    t.match(inside(asNobody, 'ip', '-V'), { status: 0, stdout: /^ip utility, iproute2/ });
    t.match(inside(asNobody, 'iptables', '-V'), { status: 0, stdout: /\(nf_tables\)/ });
    t.match(inside(asNobody, 'ip6tables-legacy', '-V'), { status: 0, stdout: /\(legacy\)/ });
    t.match(inside(asNobody, 'sh', '-c', 'echo x > /tmp/x'), { status: 2, stderr: /Read-only file system/ });
  });

  await t.test('every program that an agent runs', async (t) => {
    for (const program of IMAGE_PROGRAMS) {
      const { status, stdout } = inside(asNobody, 'sh', '-c', `command -v ${program}`);
      t.equal(status, 0, `${program}: ${stdout}`);
    }
  });

  await t.test('tc knows netem and its distributions', async (t) => {
    for (const distribution of ['normal', 'pareto', 'paretonormal']) {
      const netem = ['netem', 'delay', '10ms', '2ms', 'distribution', distribution];
      const { status, stderr } = inside([], 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', ...netem);
      // Parsed; whether this kernel has netem is another question.
      if (status !== 0) t.match(stderr, /qdisc kind is unknown/, distribution);
    }
    const none = ['netem', 'delay', '10ms', '2ms', 'distribution', 'none-such'];
    t.match(inside([], 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', ...none).stderr, /No distribution data/);
  });

  await t.test('both kinds of iptables take rules with their extensions', async (t) => {
    for (const program of ['iptables', 'ip6tables', 'iptables-legacy', 'ip6tables-legacy']) {
      const rule = '-A OUTPUT -p tcp -m multiport --dports 80,443 -m comment --comment ours -j REJECT';
      const script = `${program} ${rule} && ${program} -S OUTPUT`;
      const { status, stdout, stderr } = inside([], 'sh', '-c', script);
      // Kernels without the legacy tables are getting frequent; the lock file is what matters here.
      if (/Table does not exist|legacy.*(?:not|missing)|modprobe/.test(stderr)) continue;
      t.equal(status, 0, `${program}: ${stderr}`);
      t.match(stdout, '--dports 80,443 -m comment --comment ours -j REJECT');
    }
  });

  const files = execFileSync('find', ['.', '-printf', '%y %m %T@ %P\n'], { cwd: root, encoding: 'utf8' });
  for (const line of files.trim().split('\n')) t.match(line, /^(?:f [45]{3}|d 755|l 777) 0\.0+ /);
});
