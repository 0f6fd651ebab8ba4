import t from 'tap';
import { whyNoReport } from '../../src/run/why-no-report.ts';

t.test('who it was, and what came of it', async (t) => {
  t.equal(whyNoReport({ is: 'died', how: 'exit code 137' }), 'the agent died: exit code 137');
  t.equal(whyNoReport({ is: 'never', why: 'ErrImagePull' }), 'the agent did not start: ErrImagePull');
  t.equal(whyNoReport({ is: 'gone', why: 'the pod is gone', told: { is: 'nothing' } }), 'the pod is gone');
  t.equal(whyNoReport({ is: 'overdue' }, { agent: 'one' }), 'one did not end in time');
  t.equal(whyNoReport({ is: 'unreachable', error: new Error('no route') }), 'no route');
  t.equal(whyNoReport({ is: 'stopped' }, { awaited: 'the proof' }), 'nobody waited for the proof');
});
