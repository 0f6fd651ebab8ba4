/**
 * Shows on a real cluster that each Role of kubernetes/chaos/roles is enough and no more: the command is run with the
 * whole Role, then with each of its rights taken away in turn, as an account that has nothing else.
 * `node --conditions=@pod-contagion/source rigs/real-cluster/roles.ts --kubeconfig FILE [ROLE...]`, as cluster admin,
 * with the image pod-contagion:generic on the nodes. It makes a namespace and removes it. A line begins with `ok`, with
 * `--` for what this cluster can't show, or with `??`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAccount } from './account.ts';
import { CASES, type Features, type RoleCase } from './cases.ts';
import { describeRight, grant, rightsOf, type Right } from './role.ts';
import { openLab } from './lab.ts';
import { must, podChaos, type Ended } from './run.ts';
import { readyVictim, startVictims } from './victims.ts';

const ACCOUNT = 'tester';
const MAX_CHARACTERS_SHOWN = 260;

const { kubectl, namespace: NAMESPACE, words: roles, surprise, tryAll } = openLab('roles');
const folder = await mkdtemp(join(tmpdir(), 'roles-'));
const kubeconfig = join(folder, 'kubeconfig');
const features = await readFeatures();
try {
  await tryAll(async () => {
    await makeAccount(kubectl, { namespace: NAMESPACE, name: ACCOUNT }, kubeconfig);
    await startVictims(kubectl, NAMESPACE);
    for (const each of CASES) {
      if (roles.length === 0 || roles.includes(each.role)) await tryRole(each);
    }
  });
} finally {
  await rm(folder, { recursive: true });
}

async function tryRole(each: RoleCase): Promise<void> {
  const all = rightsOf(each.role);
  process.stdout.write(`\n## ${each.role}: pod-chaos ${each.command('POD').join(' ')}\n`);
  await tryWith(each, all, undefined);
  for (const without of all) await tryWith(each, all, without);
}

async function tryWith(each: RoleCase, all: readonly Right[], without: Right | undefined): Promise<void> {
  const given = all.filter((right) => right !== without);
  await grant(kubectl, { namespace: NAMESPACE, account: ACCOUNT }, all, given);
  const pod = await readyVictim(kubectl, NAMESPACE);
  const name = without === undefined ? undefined : describeRight(without);
  process.stdout.write(`${name === undefined ? 'the whole Role' : `without ${name}`}\n`);
  if (each.fault !== undefined) {
    const question = ['preflight', '--selector=app=victim', `--fault=${each.fault}`];
    tell(each, 'preflight', await podChaos(kubeconfig, question), without);
  }
  tell(each, 'command', await podChaos(kubeconfig, each.command(pod, name)), without);
}

function tell(each: RoleCase, what: 'preflight' | 'command', ended: Ended, without: Right | undefined): void {
  const words = `${ended.stdout}${ended.stderr}`.trim();
  const judgement = judge(each, ended.exitCode, words, without);
  if (judgement === '??') surprise();
  const line = lineOf(words, without).replaceAll(NAMESPACE, 'NS').slice(0, MAX_CHARACTERS_SHOWN);
  process.stdout.write(`  ${judgement} ${what}: exit ${ended.exitCode}: ${line}\n`);
}

/** `ok`: as it should be. `--`: this cluster can't show it. `??`: not as it should be. */
function judge(
  { needsAgent, unasked }: RoleCase,
  exitCode: number,
  words: string,
  without: Right | undefined,
): 'ok' | '--' | '??' {
  if (without === undefined) {
    if (exitCode === 0) return 'ok';
    const isWanting = needsAgent === true && !features.hasAgents && words.includes('ephemeral containers');
    return isWanting && exitCode === 1 ? '--' : '??';
  }
  const isUnasked = unasked?.right === describeRight(without) && features.minor < unasked.before;
  if (isUnasked) return exitCode === 0 ? '--' : '??';
  return exitCode !== 0 && namesRight(words, without) ? 'ok' : '??';
}

/** Whether what was said names verb and resource. */
function namesRight(words: string, { verb, resource }: Right): boolean {
  const [type = '', subresource] = resource.split('/');
  return words.includes(verb) && words.includes(subresource ?? type);
}

/** The line that says most: the one that names the right, else the one that names an error, else the last. */
function lineOf(words: string, right: Right | undefined): string {
  const lines = words
    .split('\n')
    .filter((line) => !line.startsWith('no Event was written'))
    .map((line) => line.trim());
  const named = right === undefined ? undefined : lines.find((line) => namesRight(line, right));
  return named ?? lines.find((line) => /CHAOS_|^NO /.test(line)) ?? lines.at(-1) ?? '';
}

async function readFeatures(): Promise<Features> {
  const version = JSON.parse(await must(kubectl, ['get', '--raw', '/version'])) as { minor: string };
  const { resources } = JSON.parse(await must(kubectl, ['get', '--raw', '/api/v1'])) as {
    resources: readonly Readonly<{ name: string; kind: string }>[];
  };
  const ephemeral = resources.find(({ name }) => name === 'pods/ephemeralcontainers');
  return { minor: Number.parseInt(version.minor, 10), hasAgents: ephemeral?.kind === 'Pod' };
}
