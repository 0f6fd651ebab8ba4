import type { Journal } from '../../src/engine/journal.ts';

const at = (seconds: number): string => new Date(Date.UTC(2030, 0, 1, 0, 0, seconds)).toISOString();

const ask = { type: 'probe', name: 'ask', tolerance: 200, provider: { type: 'http', url: 'http://a/' } };

/** A journal that has something of everything, with signs that mean something in HTML, XML and Markdown. */
export function fullJournal(): Journal {
  const look = (second: number, met: boolean): Journal['steady_states']['after'] & object => ({
    steady_state_met: met,
    probes: [
      {
        activity: ask,
        start: at(second),
        end: at(second + 1),
        duration: 1,
        status: 'succeeded',
        output: { status: met ? 200 : 503 },
        tolerance_met: met,
        ...(met ? {} : { tolerance_why: 'expected 200, got 503 <b>|</b>' }),
      },
    ],
  });
  return {
    'chaoslib-version': 'pod-chaos 0',
    platform: 'Test',
    node: 'here',
    experiment: {
      title: 'Does <it> hold & "last"?',
      description: 'A | table *breaks* @everyone',
      'steady-state-hypothesis': { title: 'It answers', probes: [ask] },
      method: [],
    },
    start: at(0),
    end: at(60),
    duration: 60,
    status: 'completed',
    deviated: true,
    steady_states: {
      before: look(0, true),
      after: look(55, false),
      during: [look(10, true), look(12, false), look(14, false)],
    },
    run: [
      {
        activity: { type: 'action', name: 'kill', provider: { type: 'pod-chaos', func: 'kill' } },
        start: at(5),
        end: at(6),
        duration: 1,
        status: 'succeeded',
        output: { targets: ['</script><script>alert(1)</script>'] },
      },
      {
        activity: {
          type: 'probe',
          name: 'watch',
          background: true,
          provider: { type: 'pod-chaos', func: 'probe' },
        },
        start: at(3),
        end: at(50),
        duration: 47,
        status: 'succeeded',
        output: {
          connections: [
            {
              connection: 'new',
              outages: [
                { begin: at(6), end: at(9), lengthSeconds: 3, failed: 30 },
                { begin: at(49), lengthSeconds: 1, failed: 9 },
              ],
            },
          ],
        },
      },
      {
        activity: { type: 'action', name: 'fail', provider: { type: 'process', path: 'false' } },
        start: at(20),
        end: at(21),
        duration: 1,
        status: 'failed',
        output: null,
        exception: ['no answer\u0000'],
      },
    ],
    rollbacks: [
      {
        activity: {
          type: 'action',
          name: 'mend',
          provider: { type: 'python', module: 'chaosk8s.pod.actions', func: 'x' },
        },
        start: at(58),
        end: at(59),
        duration: 1,
        status: 'succeeded',
        output: null,
      },
    ],
    'pod-chaos': {
      version: '0',
      verdict: 'deviated',
      why: 'after the method, ask: expected 200, got 503',
      hypothesisStrategy: 'continuously',
      rollbackStrategy: 'default',
      cluster: 'local, https://127.0.0.1:1',
      hits: [
        {
          activity: 'kill',
          fault: 'delete',
          startedAt: at(5),
          endedAt: at(6),
          verdict: 'held',
          pods: [{ namespace: 'default', name: 'web-1', outcome: 'hit' }],
        },
      ],
      undone: [{ name: 'delay', start: at(56), end: at(57), ended: false, why: 'nobody answers' }],
    },
  };
}
