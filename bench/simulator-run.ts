/**
 * `node simulator-run.mjs PODS RUNS UNTIL_MS WARM_UP_RUNS`: what simulating so many contagions takes, as JSON. A process of its
 * own for each, so that memory is that of one simulation, and bundled, as reading TypeScript slows down typed arrays: its WebAssembly
 * makes V8 ask at each access whether they are detached. The runs to warm up are of a thousand podders and are not counted.
 */
import { COUNT, Engine } from '@pod-contagion/simulator';
import { contagionOf } from './simulator-model.ts';

const [pods = 0, runs = 0, untilMs = 0, warmUpRuns = 0] = process.argv.slice(2).map(Number);

function simulate(engine: Engine, count: number): number {
  let events = 0;
  for (let seed = 1; seed <= count; seed++) {
    engine.reset(seed);
    engine.introduce();
    engine.run(untilMs);
    events += engine.counts[COUNT.events] ?? 0;
  }
  return events;
}

if (warmUpRuns > 0) simulate(new Engine(contagionOf(1_000), { lineage: true }), warmUpRuns);
const before = process.cpuUsage();
const engine = new Engine(contagionOf(pods), { lineage: true });
const events = simulate(engine, runs);
const { user, system } = process.cpuUsage(before);
const rss = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ events, cpuSeconds: (user + system) / 1e6, rss })}\n`);
