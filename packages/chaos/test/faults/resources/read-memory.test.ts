import t from 'tap';
import { memoryBounds } from '../../../src/faults/resources/memory-bounds.ts';
import { readMemory } from '../../../src/faults/resources/read-memory.ts';
import type { AgentContext } from '../../../src/faults/fault-agent.ts';

const MIB = 1_048_576;

const FILES: Readonly<Record<string, string>> = {
  '/proc/meminfo': 'MemTotal:       16777216 kB\nMemAvailable:    8388608 kB\n',
  '/proc/self/status': 'Name:\tnode\nRssAnon:\t  102400 kB\nRssShmem:\t       0 kB\n',
};

const V2: Readonly<Record<string, string>> = {
  '/proc/self/mountinfo': '30 23 0:27 / /cg ro - cgroup2 cgroup2 rw',
  '/proc/self/cgroup': '0::/\n',
  '/cg/memory.max': 'max\n',
  '/cg/memory.current': `${120 * MIB}\n`,
  '/cg/memory.stat': 'inactive_file 0\n',
};

/** What an agent reads where it sees these files, beside a container that holds 60 MiB. */
function readFrom(files: Readonly<Record<string, string>>, isPlain = false) {
  const readFile = async (path: string): Promise<string> => {
    const text = files[path];
    if (text === undefined) throw new Error(`no ${path}`);
    return text;
  };
  return readMemory({ readFile } as AgentContext, { isPlain, read: async () => 60 * MIB });
}

const POD = { limitBytes: 400 * MIB, sees: 'main', unseenBytes: 0 };

t.test('its own cgroup counts as what it holds itself', async (t) => {
  const readings = await readFrom({ ...FILES, ...V2 });
  t.equal(readings.ownBytes, undefined);
  t.match(memoryBounds(readings, POD), [{ of: 'pod', usedBytes: 180 * MIB }, { of: 'node' }]);
});

t.test('on a local cluster its process counts, whose cgroup is not the pod', async (t) => {
  const readings = await readFrom({ ...FILES, ...V2 }, true);
  t.match(memoryBounds(readings, POD), [{ of: 'pod', usedBytes: 160 * MIB }, { of: 'node' }]);
});

t.test('where no cgroup is in sight its process counts: what it takes would be missed else', async (t) => {
  for (const files of [FILES, { ...FILES, '/proc/self/cgroup': '0::/\n' }]) {
    const readings = await readFrom(files);
    t.same(readings.levels, []);
    t.match(memoryBounds(readings, POD), [{ of: 'pod', usedBytes: 160 * MIB }, { of: 'node' }]);
  }
});
