/**
 * Experiments in the shapes of Chaos Toolkit's public documentation: each runs, or says exactly why not. The texts are our
 * own. Shapes: sources/reference/tutorials/tolerance.md, usage/run.md, drivers of chaostoolkit-documentation.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { stringify } from 'yaml';
import { systemClock } from '../src/engine/clock.ts';
import type { Journal } from '../src/engine/journal.ts';
import { runExperiment } from '../src/engine/run-experiment.ts';
import { readExperiment } from '../src/format/read-experiment.ts';
import { createProviders } from '../src/providers/create-providers.ts';
import { providerFor } from '../src/providers/provider.ts';

const env = { PATH: process.env['PATH'] ?? '' };
const providers = createProviders({ env, connect: () => Promise.reject(new Error('no cluster')), own: {} });

async function run(experiment: object): Promise<Journal> {
  const { experiment: read, values } = await readExperiment(stringify(experiment), {
    file: 'e.yaml',
    env,
    providers,
  });
  return runExperiment(
    {
      experiment: read,
      values,
      perform: (spec, context) => providerFor(providers, spec).run(spec, context),
      clock: systemClock,
      onEvent: () => undefined,
      machine: { platform: 'Test', node: 'here', version: '0' },
      frequencyMs: 1_000,
      failFastPercent: undefined,
    },
    new AbortController().signal,
  );
}

const byProcess = (path: string, args: unknown): object => ({ type: 'process', path, arguments: args });

t.test('a file in another language: words as a text, rollbacks, a pattern for an output', async (t) => {
  const folder = t.testdir({ 'greeting.txt': 'greeting=good day\n' });
  const file = join(folder, 'greeting.txt');
  const experiment = (there: object): object => ({
    version: '1.0.0',
    title: 'Do we greet in English?',
    description: 'Somebody may change it.',
    tags: ['files'],
    configuration: { file },
    'steady-state-hypothesis': {
      title: 'The greeting is English',
      probes: [
        there,
        {
          type: 'probe',
          name: 'text',
          tolerance: 0,
          provider: byProcess('grep', `'greeting=good day' '${file}'`),
        },
        {
          type: 'probe',
          name: 'line',
          tolerance: { type: 'regex', pattern: '^greeting=[a-z ]+$', target: 'stdout' },
          provider: byProcess('cat', ['${file}']),
        },
      ],
    },
    method: [
      { type: 'action', name: 'french', provider: byProcess('sed', `-i 's/good day/bonjour/' '${file}'`) },
    ],
    rollbacks: [
      {
        type: 'action',
        name: 'english',
        provider: byProcess('sed', ['-i', 's/bonjour/good day/', '${file}']),
      },
    ],
  });
  const python = {
    type: 'probe',
    name: 'there',
    tolerance: true,
    provider: { type: 'python', module: 'os.path', func: 'exists', arguments: { path: file } },
  };
  await t.rejects(
    run(experiment(python)),
    /probes\[0\]\.provider\.module: .*got os\.path\.exists; take the provider process, such as path: test/,
  );
  const instead = { type: 'probe', name: 'there', tolerance: 0, provider: byProcess('test', ['-e', file]) };
  const journal = await run(experiment(instead));
  t.match(journal, {
    status: 'completed',
    deviated: true,
    steady_states: { before: { steady_state_met: true }, after: { steady_state_met: false } },
    rollbacks: [{ status: 'succeeded', output: { status: 0 } }],
    'pod-chaos': { verdict: 'deviated', why: 'after the method, text: expected 0, got 1' },
  });
  t.equal(readFileSync(file, 'utf8'), 'greeting=good day\n');
});

t.test('on Kubernetes: it is read; without a cluster the probe fails, and nothing is done', async (t) => {
  const ofPods = (func: string): object => ({
    type: 'python',
    module: 'chaosk8s.pod.probes',
    func,
    arguments: { label_selector: 'app=web', ns: 'shop' },
  });
  const journal = await run({
    title: 'Is a pod replaced?',
    description: 'It should be.',
    'steady-state-hypothesis': {
      title: 'Pods run',
      probes: [{ type: 'probe', name: 'run', tolerance: true, provider: ofPods('pods_in_phase') }],
    },
    method: [
      {
        type: 'action',
        name: 'terminate',
        provider: {
          type: 'python',
          module: 'chaosk8s.pod.actions',
          func: 'terminate_pods',
          arguments: { label_selector: 'app=web', name_pattern: 'web-.*$', rand: true, ns: 'shop' },
        },
        pauses: { after: 5 },
      },
      {
        type: 'probe',
        name: 'logs',
        background: true,
        provider: {
          type: 'python',
          module: 'chaosk8s.probes',
          func: 'read_microservices_logs',
          arguments: { name: 'web', last: '5m' },
        },
      },
    ],
    rollbacks: [],
  });
  t.match(journal, { status: 'failed', run: [], 'pod-chaos': { verdict: 'not-steady', why: /no cluster/ } });
});

t.test('what needs Python says what to take instead', async (t) => {
  const of = (module: string, func: string, more: object = {}): object => ({
    title: 'a',
    description: 'b',
    method: [{ type: 'action', name: 'c', provider: { type: 'python', module, func, arguments: {} } }],
    ...more,
  });
  for (const [experiment, why] of [
    [
      of('chaostoxi.toxic.actions', 'create_latency_toxic'),
      /method\[0\]\.provider\.module: .*Toxiproxy's own API/,
    ],
    [of('chaosprometheus.probes', 'query'), /Prometheus's own \/api\/v1\/query/],
    [of('chaosaws.ec2.actions', 'stop_instances'), /the provider process with aws/],
    [of('chaosk8s.node.actions', 'drain_nodes'), /kubectl cordon, drain/],
    [of('my.own.module', 'act'), /the provider process with a program/],
    [
      of('chaosk8s.pod.probes', 'pods_in_phase', {
        controls: [{ name: 'tracing', provider: { type: 'python', module: 'x' } }],
      }),
      /controls: expected no controls.*--hook-begin/,
    ],
  ] as const) {
    await t.rejects(run(experiment), { code: 'EXPERIMENT_INVALID', message: why });
  }
});
