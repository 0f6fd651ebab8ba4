import { existsSync, readFileSync } from 'node:fs';
import { describeError } from '@pod-contagion/errors';
import type { JsonObject } from '@pod-contagion/experiments';
import { ExperimentError } from '@pod-contagion/experiments/errors';
import type { HookBody, HookStory } from '@pod-contagion/experiments/hooks';
import { usageError } from '../errors.ts';
import type { ExperimentFlags, RunExperimentFlags } from '../flags/run.ts';

/**
 * The text of the file that the flags name.
 * @throws {ChaosError} CHAOS_USAGE without one; EXPERIMENT_FILE where it can't be read
 */
export function readExperimentFile({ file }: ExperimentFlags): Readonly<{ file: string; text: string }> {
  if (file === undefined)
    throw usageError('expected the file of an experiment, such as experiment.yaml, got none');
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (cause) {
    throw new ExperimentError(
      'EXPERIMENT_FILE',
      `${file}: expected a file that can be read, got ${describeError(cause)}`,
      {
        cause,
      },
    );
  }
}

/** Values from the command line, each with its type. */
export async function planVariables({ var: texts }: ExperimentFlags): Promise<JsonObject> {
  const { readTyped } = await import('@pod-contagion/experiments');
  return Object.fromEntries(
    texts.map((text) => {
      const [, name = '', type, value = ''] = /^([^:=]+)(?::([a-z]+))?=(.*)$/s.exec(text) ?? [];
      return [name, readTyped(`--var ${name}`, value, type)];
    }),
  );
}

/** One POST to be sent: when, where, and in which form. */
export type HookPlan = Readonly<{ moment: 'begin' | 'end'; url: URL; body: (story: HookStory) => HookBody }>;

/**
 * The hooks of the flags.
 * @throws {ExperimentError} EXPERIMENT_HOOK, without the address, which may be a secret
 */
export async function planHooks(
  flags: Pick<RunExperimentFlags, 'hook-begin' | 'hook-end' | 'hook-template'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly HookPlan[]> {
  const { HOOK_TEMPLATES, ownTemplate, readHookUrl } = await import('@pod-contagion/experiments/hooks');
  const { 'hook-begin': begin, 'hook-end': end, 'hook-template': template = 'json' } = flags;
  if (begin.length + end.length === 0) {
    if (flags['hook-template'] !== undefined)
      throw usageError('--hook-template expects --hook-begin or --hook-end, got it alone');
    return [];
  }
  const body = Object.hasOwn(HOOK_TEMPLATES, template)
    ? HOOK_TEMPLATES[template as keyof typeof HOOK_TEMPLATES]
    : ownTemplate(readTemplate(template, Object.keys(HOOK_TEMPLATES)));
  return [
    ...begin.map((url) => ({ moment: 'begin' as const, url: readHookUrl('--hook-begin', url, env), body })),
    ...end.map((url) => ({ moment: 'end' as const, url: readHookUrl('--hook-end', url, env), body })),
  ];
}

function readTemplate(path: string, known: readonly string[]): string {
  if (!existsSync(path)) {
    throw usageError(`--hook-template expects ${known.join(', ')} or a file, got ${JSON.stringify(path)}`);
  }
  return readFileSync(path, 'utf8');
}
