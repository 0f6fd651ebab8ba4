import { describeError } from '@pod-contagion/errors';
import type { ProviderSpec } from '../experiment.ts';
import { isObject, type Json, textOf } from '../json.ts';
import { isAsked } from '../values/asked.ts';
import type { Values } from '../values/substitute.ts';
import { contextOf } from './activity.ts';
import type { RunState } from './run-state.ts';

/**
 * The values with what the configuration asks for when the experiment begins: each `{type: probe}` of it is run, and the
 * body, the output or the result stands for it. One that can't be had is left out and told.
 *
 * Source: `load_dynamic_configuration` in chaoslib/configuration.py of chaostoolkit-lib.
 */
export async function withAskedConfiguration(state: RunState, signal: AbortSignal): Promise<Values> {
  const { values, onEvent } = state;
  const configuration: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values.configuration)) {
    if (!isAsked(value)) {
      configuration[name] = value;
      continue;
    }
    const known = { ...values, configuration };
    try {
      const provider = value['provider'] as unknown as ProviderSpec;
      const output = await state.perform(provider, contextOf(name, { ...state, values: known }, signal));
      configuration[name] = valueOf(provider.type, output);
    } catch (error) {
      const line = `configuration.${name} can't be asked for: ${describeError(error)}`;
      onEvent({ event: 'activity-line', name, line });
    }
  }
  return { ...values, configuration };
}

function valueOf(type: ProviderSpec['type'], output: Json): Json {
  if (!isObject(output)) return output;
  if (type === 'http') return output['body'] ?? null;
  if (type !== 'process') return output;
  if (output['status'] !== 0) throw new Error(textOf(output['stderr']));
  return textOf(output['stdout']).trim();
}
