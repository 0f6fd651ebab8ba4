import t from 'tap';
import { createLog, LOG_LEVELS, nameLog } from '../src/log.ts';

function createLogged(level: (typeof LOG_LEVELS)[number]) {
  const lines: string[] = [];
  return {
    lines,
    log: nameLog(createLog({ write: (line: string) => void lines.push(line) }), 'podder-a', level),
  };
}

t.test('a line is JSON with an ISO time, the level by name, the pod, an event and a message', async (t) => {
  const { lines, log } = createLogged('info');
  log.info({ event: 'exposed', strain: 's', generation: 1, from: null }, 'infected\nor not');
  t.equal(lines.length, 1);
  t.equal(lines[0]?.indexOf('\n'), (lines[0]?.length ?? 0) - 1, 'one line');
  const line: unknown = JSON.parse(lines[0] ?? '');
  t.match(line, { time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ });
  t.same(
    { ...(line as object), time: '' },
    {
      level: 'info',
      time: '',
      pod: 'podder-a',
      event: 'exposed',
      strain: 's',
      generation: 1,
      from: null,
      msg: 'infected\nor not',
    },
  );
});

t.test('lines below the level are left out', async (t) => {
  t.same(LOG_LEVELS, ['fatal', 'error', 'warn', 'info', 'debug', 'silent']);
  const spoken = ['fatal', 'error', 'warn', 'info', 'debug'] as const;
  for (const [index, level] of LOG_LEVELS.entries()) {
    const { lines, log } = createLogged(level);
    for (const each of spoken) log[each]({ event: each }, each);
    const heard = lines.map((line) => JSON.parse(line).level);
    t.same(heard, level === 'silent' ? [] : spoken.slice(0, index + 1), level);
  }
});
