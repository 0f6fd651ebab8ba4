import t from 'tap';
import { commandsOf } from '../blocks.ts';

const PAGE = `# Top
\`\`\`sh
one   # what it does
two 'a # b' |
  three \\
  four

five 'a
b'   # and more
\`\`\`
## Below
\`\`\`
$ look
NAME   # no comment

...
$ ends
\`\`\`
\`\`\`
a tree of files
\`\`\`
\`\`\`yaml
# $ none
\`\`\`
`;

t.test('commands with their lines, sections and what they print', async (t) => {
  t.same(commandsOf('p', PAGE), [
    { page: 'p', line: 3, section: 'Top', command: 'one', shown: undefined },
    { page: 'p', line: 4, section: 'Top', command: "two 'a # b' |\n  three \\\n  four", shown: undefined },
    { page: 'p', line: 8, section: 'Top', command: "five 'a\nb'", shown: undefined },
    { page: 'p', line: 13, section: 'Below', command: 'look', shown: ['NAME   # no comment', '...'] },
    { page: 'p', line: 17, section: 'Below', command: 'ends', shown: undefined },
  ]);
});

t.test('a block of another language is not passed over', async (t) => {
  t.throws(() => commandsOf('p', '```bash\nls\n```'), /^p:2: expected a block of sh, .* got bash$/);
});
