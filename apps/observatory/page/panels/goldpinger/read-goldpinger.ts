/** What one pod of a Goldpinger says of another. */
export type Call = Readonly<{
  from: string;
  to: string;
  isOk: boolean;
  ms: number | undefined;
  text: string;
}>;

/** What a Goldpinger in the cluster says: its pods, their calls of each other, and which pods did not answer it. */
export type Goldpinger = Readonly<{
  /** Undefined where there is none. */
  service: string | undefined;
  atMs: number;
  pods: readonly string[];
  calls: readonly Call[];
  silent: readonly Readonly<{ pod: string; error: string }>[];
  message: string | undefined;
  raw: unknown;
}>;

type Fields = Readonly<Record<string, unknown>>;

/** Reads what `GET api/goldpinger` answers. What is not as it should be is left out: nothing is taken for a call that went well. */
export function readGoldpinger(answer: unknown): Goldpinger {
  const { service, t, pods, calls, silent, message, raw } = fieldsOf(answer);
  return {
    service: textOf(service),
    atMs: typeof t === 'number' && Number.isFinite(t) ? t : 0,
    pods: listOf(pods).flatMap((pod) => textOf(pod) ?? []),
    calls: listOf(calls).flatMap((call) => callOf(fieldsOf(call))),
    silent: listOf(silent).flatMap((each) => {
      const { pod, error } = fieldsOf(each);
      const name = textOf(pod);
      return name === undefined ? [] : [{ pod: name, error: textOf(error) ?? 'no answer' }];
    }),
    message: textOf(message),
    raw,
  };
}

function callOf({ from, to, ok, ms, status, error }: Fields): readonly Call[] {
  const [source, target] = [textOf(from), textOf(to)];
  if (source === undefined || target === undefined) return [];
  const timeMs = typeof ms === 'number' && ms >= 0 ? ms : undefined;
  const isOk = ok === true && timeMs !== undefined;
  const said = [
    isOk ? `${timeMs} ms` : 'failed',
    ...(typeof status === 'number' ? [`status ${status}`] : []),
    ...(textOf(error) === undefined ? [] : [String(error)]),
  ];
  return [{ from: source, to: target, isOk, ms: timeMs, text: said.join(', ') }];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
