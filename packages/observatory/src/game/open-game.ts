import { randomBytes } from 'node:crypto';
import { ChaosError, findTargets, type Kubernetes, type Target } from '@pod-contagion/chaos';
import { killPods } from '@pod-contagion/chaos/kill';
import { describePermission, missingPermissions, type Permission } from '@pod-contagion/chaos/preflight';
import { createEventRecorder, podEventOf } from '@pod-contagion/chaos/telemetry';
import { describeError } from '@pod-contagion/errors';
import type { Game, GameAnswer } from '../serving/game.ts';
import { roleFor } from './role.ts';
import { Shots } from './shots.ts';

/** Whom it may hit, and how often; a page can narrow none of this, nor widen it. */
export type GameOptions = Readonly<{
  kubernetes: Kubernetes;
  namespace: string;
  /** Label selector; whatever it does not match is out of reach. */
  selector: string;
  /** Default 20. */
  shotsPerMinute?: number;
  /** Default 200. */
  maxShots?: number;
  nowMs?: () => number;
}>;

/** How long a PodDisruptionBudget, or an API server, may take for one shot, in ms. */
const SHOT_LIMIT_MS = 10_000;

/**
 * Makes a game on a cluster. A shot is an eviction by packages/chaos, which a PodDisruptionBudget may refuse, with its caps: never more
 * than half of the namespace's pods, never the last ready pod of an owner, never the pod that this runs in. Each leaves an Event.
 */
export function openGame(options: GameOptions): Game & { close: () => Promise<void> } {
  const { kubernetes, namespace, selector, shotsPerMinute = 20, maxShots = 200 } = options;
  const nowMs = options.nowMs ?? Date.now;
  const token = randomBytes(16).toString('hex');
  const shots = new Shots(shotsPerMinute, maxShots);
  const recorder = createEventRecorder(kubernetes);
  let ending: AbortController | undefined;

  async function evict(target: Target, signal: AbortSignal): Promise<GameAnswer> {
    const report = await killPods(
      kubernetes,
      [target],
      {
        mode: 'evict',
        timeoutMs: SHOT_LIMIT_MS,
        onEvent: (event) => {
          const told = podEventOf(event);
          if (told !== undefined) void recorder.record(told);
        },
      },
      signal,
    );
    const [result] = report.targets;
    if (result?.outcome === 'hit') return { status: 200, body: { message: `${target.name} is evicted` } };
    const { code, message = `${target.name} is no more` } = result?.error ?? {};
    return code === 'CHAOS_FORBIDDEN' ? forbidden(message, namespace) : refused(409, message);
  }

  return {
    token,
    rules: () => ({
      namespace,
      selector,
      shotsPerMinute,
      maxShots,
      isOpen: ending !== undefined,
      shots: shots.count,
    }),
    async begin(typed) {
      if (typed !== namespace) return refused(403, 'expected the name of the namespace that is watched');
      let missing: readonly Permission[];
      try {
        missing = await missingPermissions(kubernetes, namespace, 'evict');
      } catch (error) {
        return refused(502, describeError(error));
      }
      if (missing.length > 0) {
        const message = `expected the right to ${missing.map(describePermission).join(' and to ')} in ${namespace}, got none`;
        return forbidden(message, namespace);
      }
      ending ??= new AbortController();
      return { status: 200, body: { message: 'it is open' } };
    },
    async shoot({ name, uid }) {
      if (ending === undefined)
        return refused(409, 'expected a game that is open: type the name of the namespace');
      const { signal } = ending;
      try {
        const target = await find(kubernetes, { namespace, selector, name }, signal);
        if (target.uid !== uid)
          return refused(404, `expected ${name} as it is on the page, got a later one of that name`);
        const waitMs = shots.take(nowMs());
        if (waitMs === 'none') return refused(409, `all ${maxShots} shots are spent`);
        if (waitMs > 0) {
          const retryAfterSeconds = Math.ceil(waitMs / 1_000);
          return { ...refused(429, `expected at most ${shotsPerMinute} shots a minute`), retryAfterSeconds };
        }
        return await evict(target, signal);
      } catch (error) {
        if (signal.aborted) return refused(409, 'it was ended');
        // Where the cluster does not say beforehand what is allowed.
        if (error instanceof ChaosError && error.code === 'CHAOS_FORBIDDEN') {
          return forbidden(error.message, namespace);
        }
        const isNobody = error instanceof ChaosError && error.code === 'CHAOS_NO_TARGET';
        return refused(isNobody ? 404 : 502, describeError(error));
      }
    },
    async end() {
      ending?.abort();
      ending = undefined;
      await recorder.settled();
      return { status: 200, body: { message: `it is over: ${shots.count} shots` } };
    },
    async close() {
      ending?.abort();
      ending = undefined;
      await recorder.settled();
    },
  };
}

function refused(status: 403 | 404 | 409 | 429 | 502, message: string): GameAnswer {
  return { status, body: { message } };
}

/** A right is missing: with a Role that gives it. */
function forbidden(message: string, namespace: string): GameAnswer {
  return { status: 403, body: { message, role: roleFor(namespace) } };
}

type Wanted = Readonly<{ namespace: string; selector: string; name: string }>;

/** The pod of a name, if it is one of those that may be hit. Its name is no target of its own, as that would lift the caps. */
async function find(
  kubernetes: Kubernetes,
  { namespace, selector, name }: Wanted,
  signal: AbortSignal,
): Promise<Target> {
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)) {
    throw new ChaosError(
      'CHAOS_NO_TARGET',
      `expected the name of a pod, got ${JSON.stringify(name.slice(0, 60))}`,
    );
  }
  const { chosen } = await findTargets(
    kubernetes,
    {
      namespaces: [namespace],
      ...(selector === '' ? {} : { selector }),
      fieldSelector: `metadata.name=${name}`,
      amount: { count: 1 },
    },
    { signal },
  );
  return chosen[0]!;
}
