import t from 'tap';
import { commandsOf } from '../blocks.ts';
import { allCommands, mistakesIn } from '../find-commands.ts';
import { ACTS } from '../pages.ts';

t.test('every command of every page is run or listed, and nothing else is', async (t) => {
  t.same(mistakesIn(ACTS, allCommands()), []);
});

t.test('what is neither, and what is not there any more, is told', async (t) => {
  const all = [...commandsOf('a.md', '## One\n```sh\nls\n```\n## Two\n```sh\nps\n```\n')];
  const acts = [{ page: 'a.md', sections: ['One', 'Three'], notes: [{ command: 'rm' }] }, { page: 'b.md' }];
  t.same(mistakesIn(acts, all), [
    'a.md:7: neither run nor listed: ps',
    'a.md: no command is under "Three" any more',
    'a.md: not on the page any more: rm',
    'b.md: no command is on it any more',
  ]);
});
