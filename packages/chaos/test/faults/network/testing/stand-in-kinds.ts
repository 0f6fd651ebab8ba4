import type { AgentContext, CommandResult } from '../../../../src/faults/fault-agent.ts';

/**
 * Lets a kernel without netem and prio show everything else of a set-up: pfifo stands in for netem, htb with a class for
 * the fourth band for prio. Handles, parents, filters, devices and redirection are the kernel's own.
 */
export function standInKinds(command: AgentContext['command']): AgentContext['command'] {
  return async (program, args) => {
    if (program !== 'tc') return command(program, args);
    const translated = translate(args);
    const result = await command(program, translated);
    const isNewPrio = args[1] === 'add' && args.includes('bands') && result.exitCode === 0;
    if (isNewPrio) {
      const device = args[args.indexOf('dev') + 1] ?? '';
      const where = ['dev', device, 'parent', '5ca0:', 'classid', '5ca0:4'];
      const rate = ['rate', '1gbit', 'quantum', '60000'];
      const added = await command('tc', ['class', 'add', ...where, 'htb', ...rate]);
      if (added.exitCode !== 0) return added;
    }
    return renamed(result);
  };
}

function translate(args: readonly string[]): readonly string[] {
  const netem = args.indexOf('netem');
  if (netem >= 0) return [...args.slice(0, netem), 'pfifo'];
  const prio = args.indexOf('prio');
  return prio >= 0 ? [...args.slice(0, prio), 'htb'] : args;
}

function renamed(result: CommandResult): CommandResult {
  const stdout = result.stdout
    .replaceAll('"kind":"htb"', '"kind":"prio"')
    .replaceAll(/"kind":"pfifo"(?=,"handle":"5ca[01]:")/g, '"kind":"netem"');
  return { ...result, stdout };
}
