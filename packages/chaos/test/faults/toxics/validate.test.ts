import t from 'tap';
import type { ToxicFaultSpec } from '../../../src/faults/toxics/spec.ts';
import { parseToxic } from '../../../src/faults/toxics/parse.ts';
import { validateFault } from '../../../src/faults/validate-fault.ts';

const WHOLE: ToxicFaultSpec = {
  kind: 'toxics',
  interface: 'eth0',
  port: 5_432,
  proxyPort: 9_000,
  toxics: [parseToxic('latency,latency=250,upstream'), parseToxic('limit_data,bytes=0,toxicity=0.25')],
  except: ['10.0.0.7', 'fd00::/8'],
  sparesNode: true,
};

t.test('what is right stays as it is, and what is left out is said', async (t) => {
  t.same(validateFault(JSON.parse(JSON.stringify(WHOLE))), WHOLE);
  t.same(
    validateFault({
      kind: 'toxics',
      interface: 'eth0',
      port: 1,
      except: [],
      toxics: [{ type: 'timeout', attributes: {} }, { type: 'noop' }],
    }),
    {
      kind: 'toxics',
      interface: 'eth0',
      port: 1,
      except: [],
      toxics: [parseToxic('timeout'), parseToxic('noop')],
    },
  );
});

t.test('what is wrong is named', async (t) => {
  for (const [wrong, message] of [
    [{ ...WHOLE, toxics: [] }, 'fault.toxics: expected at least one toxic, got []'],
    [
      { ...WHOLE, toxics: Array(17).fill(WHOLE.toxics[0]) },
      /^fault\.toxics: expected a list of at most 16 items/,
    ],
    [{ ...WHOLE, toxics: [{ type: 'slow' }] }, /^fault\.toxics\.0\.type: expected one of latency,/],
    [{ ...WHOLE, toxics: [{ type: 'noop', name: 'x' }] }, /^fault\.toxics\.0: expected to have only type,/],
    [{ ...WHOLE, port: 0 }, 'fault.port: expected a whole number from 1 to 65535, got 0'],
    [{ ...WHOLE, proxyPort: 5_432 }, /expected another port than the pod's own, got 5432/],
    [
      { ...WHOLE, interface: 'lo' },
      'fault.interface: expected an interface to other pods, since probes and sidecars use lo, got "lo"',
    ],
    [{ ...WHOLE, except: ['x'] }, /^fault\.except\.0: expected an IPv4 or IPv6 address/],
    [{ ...WHOLE, match: {} }, /^fault: expected to have only kind, .*, toxics, got a field "match"$/],
  ] as const) {
    t.throws(() => validateFault(wrong), { code: 'CHAOS_USAGE', message });
  }
});
