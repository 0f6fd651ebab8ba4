/** Whatever command fails, and wherever the agent dies, nothing is left: 24 of all such moments. */
import t, { type Test } from 'tap';
import { requestsAgent } from '../../../src/faults/requests/agent.ts';
import { toxicsAgent } from '../../../src/faults/toxics/agent.ts';
import { parseToxic } from '../../../src/faults/toxics/parse.ts';
import type { ToxicFaultSpec } from '../../../src/faults/toxics/spec.ts';
import { NOT_ABLE } from '../network/testing/able.ts';
import { livesOf, someMishaps, type Part } from '../network/testing/agent-life.ts';
import { inside, Namespaces, run } from '../network/testing/namespaces.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from '../requests/testing/fault.ts';

/** Mishaps that are tried; all of them where POD_CHAOS_EVERY_MISHAP is set. */
const SAMPLES = 24;

const EXCEPT = ['10.77.0.9', 'fd77::9'];

const REQUESTS = requestFault({ failure: { ...ALWAYS, how: UNAVAILABLE } }, {}, { except: EXCEPT });

const TOXICS: ToxicFaultSpec = {
  kind: 'toxics',
  interface: 'eth0',
  port: 8_080,
  toxics: [parseToxic('latency,latency=250'), parseToxic('reset_peer,upstream,toxicity=0.1')],
  except: EXCEPT,
  sparesNode: true,
  resetsOpen: true,
};

const PARTS: Readonly<Record<string, Part>> = {
  'a failure of requests': {
    plan: (context) => requestsAgent.plan(REQUESTS, context),
    leftovers: requestsAgent.leftovers,
  },
  'toxics, and resets of what was open': {
    plan: (context) => toxicsAgent.plan(TOXICS, context),
    leftovers: toxicsAgent.leftovers,
  },
};

t.setTimeout(600_000);

for (const [what, part] of Object.entries(PARTS))
  t.test(`${what}: nothing is left`, { skip: NOT_ABLE }, (t) => tryAll(t, part));

async function tryAll(t: Test, part: Part): Promise<void> {
  const spaces = await Namespaces.make({ stations: false });
  t.teardown(() => spaces.remove());
  // Rules of others, in each table that is touched.
  const foreign = ['-p', 'udp', '--dport', '9', '-j', 'RETURN'];
  for (const program of ['iptables', 'ip6tables']) {
    inside(spaces.pod, program, '-t', 'nat', '-A', 'PREROUTING', ...foreign);
    inside(spaces.pod, program, '-A', 'INPUT', ...foreign);
  }
  const state = async (): Promise<string> => {
    const saved = ['iptables-save', 'ip6tables-save'].map((save) => run(spaces.pod, save, []));
    return (await Promise.all(saved))
      .map(({ stdout }) => stdout.replaceAll(/^#.*\n|\[\d+:\d+\]/gm, ''))
      .join('\n');
  };
  const before = await state();
  const live = livesOf(part, spaces);

  const { commands, left } = await live();
  t.strictSame(left, []);
  t.equal(await state(), before);
  t.ok(commands > 20, `${commands} commands`);
  for (const mishap of someMishaps(commands, SAMPLES)) {
    const result = await live(mishap);
    t.strictSame(result.left, [], JSON.stringify(mishap));
    t.equal(await state(), before, JSON.stringify(mishap));
  }
}
