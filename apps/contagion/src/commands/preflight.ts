import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { usageError } from '../errors.ts';
import { PREFLIGHT_FLAGS, type PreflightFlags } from './preflight-flags.ts';

/** `contagion preflight`: whether a cluster knows what manifests ask for. */
export const preflightCommand: CommandDef = defineCommand({
  meta: {
    name: 'preflight',
    description: 'Says whether a cluster and its kubelets know what manifests ask for; changes nothing',
  },
  args: describeFlags(PREFLIGHT_FLAGS),
  run: ({ rawArgs }) => preflight(readFlags(PREFLIGHT_FLAGS, rawArgs, usageError)),
});

async function preflight(flags: PreflightFlags): Promise<number> {
  const [{ describeAccess }, { readAccess }, { createContagionClient }, { loadAll }, { runPreflight }] =
    await Promise.all([
      import('@pod-contagion/cluster-client'),
      import('../kubernetes/access.ts'),
      import('../kubernetes/client.ts'),
      import('../kubernetes/load-all.ts'),
      import('../preflight/run-preflight.ts'),
    ]);
  const objects = await loadAll([...flags.file, ...flags.kustomize]);
  const onDelay = (line: string): void => void process.stderr.write(`${line}\n`);
  const access = await readAccess({ kubeconfig: flags.kubeconfig, context: flags.context, onDelay });
  const namespace = flags.namespace ?? access.namespace;
  const client = createContagionClient(access);
  try {
    process.stderr.write(`${describeAccess(access, [namespace])}\n`);
    const findings = await runPreflight(client, objects, namespace);
    for (const finding of findings) {
      const { result, what, message } = finding;
      process.stdout.write(
        flags.json ? `${JSON.stringify(finding)}\n` : `${result.padEnd(7)}  ${what}: ${message}\n`,
      );
    }
    return findings.some(({ result }) => result === 'no') ? 1 : 0;
  } finally {
    await client.close();
  }
}
