import { defineCommand, type CommandDef } from 'citty';
import { describeFlags, readFlags } from '@pod-contagion/command-line';
import { randomId } from '../infect/strain.ts';
import { usageError } from '../errors.ts';
import { INFECT_FLAGS, type InfectFlags } from './infect-flags.ts';

/** `contagion infect`: sneezes at podders of any cluster. */
export const infectCommand: CommandDef = defineCommand({
  meta: {
    name: 'infect',
    description: 'Sneezes at podders through the Service of any cluster, and says who was infected',
  },
  args: describeFlags(INFECT_FLAGS),
  run: ({ rawArgs }) => infect(readFlags(INFECT_FLAGS, rawArgs, usageError)),
});

async function infect(flags: InfectFlags): Promise<number> {
  const [{ describeAccess }, { readAccess }, { createContagionClient }, { infectThrough }] =
    await Promise.all([
      import('@pod-contagion/cluster-client'),
      import('../kubernetes/access.ts'),
      import('../kubernetes/client.ts'),
      import('../infect/infect-through.ts'),
    ]);
  const onDelay = (line: string): void => void process.stderr.write(`${line}\n`);
  const access = await readAccess({ kubeconfig: flags.kubeconfig, context: flags.context, onDelay });
  const { context, server } = access;
  const namespace = flags.namespace ?? access.namespace;
  const client = createContagionClient(access);
  try {
    process.stderr.write(`${describeAccess(access, [namespace])}\n`);
    await infectThrough(client, {
      where: { context, server, namespace },
      service: flags.service ?? 'podder',
      count: flags.count ?? 1,
      strain: flags.strain ?? randomId(),
      json: flags.json,
      write: (line) => void process.stdout.write(line),
    });
    return 0;
  } finally {
    await client.close();
  }
}
