import { activityFailed } from '../../errors.ts';
import { type Json, type JsonObject, textOf } from '../../json.ts';
import { MAX_OUTPUT_BYTES } from '../../limits.ts';
import type { FunctionContext } from './function.ts';
import { filledIn, podsOf } from './lists.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** The logs of all pods of a selector, by the names of the pods. */
export async function logsOf(args: JsonObject, context: FunctionContext): Promise<Json> {
  const {
    ns,
    name,
    label_selector: selector,
    last,
    from_previous: previous,
    container_name: container,
  } = args;
  const namespace = textOf(ns);
  const query = {
    timestamps: 'true',
    limitBytes: textOf(MAX_OUTPUT_BYTES),
    ...(previous === true ? { previous: 'true' } : {}),
    ...(typeof container === 'string' ? { container } : {}),
    ...(typeof last === 'string' ? { sinceSeconds: textOf(secondsOf(last)) } : {}),
  };
  const logs: Record<string, string> = {};
  for (const pod of await podsOf(context, namespace, filledIn(selector, name))) {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${pod.metadata.name}/log`;
    const answer = await context.api.ask({ path, query, signal: context.signal });
    if (answer.status !== 200)
      throw activityFailed(`the logs of pod ${pod.metadata.name} can't be read: ${answer.text}`);
    logs[pod.metadata.name] = answer.text;
  }
  return logs;
}

/** `10 minutes`, `30s`, `1 hour ago`: what people write most of what Chaos Toolkit's reader takes. */
function secondsOf(text: string): number {
  const [, count, unit = ''] =
    /^\s*(\d{1,9})\s*(s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|ours?|ays?)?(?:\s+ago)?\s*$/i.exec(text) ?? [];
  const seconds = UNIT_SECONDS[unit.toLowerCase()];
  if (count === undefined || seconds === undefined) {
    throw activityFailed(`expected a time such as "10 minutes", got ${JSON.stringify(text)}`);
  }
  return Number(count) * seconds;
}
