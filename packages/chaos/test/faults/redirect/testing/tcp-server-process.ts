// A server of no protocol that anybody knows, in a network namespace. Of each connection it says in lines what comes, how long each
// piece is, and how it ends. A client tells it by lines: `give N` wants so many bytes, all else comes back as it is; `wait` after a
// while. Where the client has ended, the server ends as well.
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  const from = socket.remoteAddress;
  let line = '';
  say({ from, what: 'open' });
  socket.on('data', async (part) => {
    say({ from, what: 'data', bytes: part.length });
    line += part.toString();
    const lines = line.split('\n');
    line = lines.pop() ?? '';
    for (const each of lines) {
      const [, give] = /^give ([0-9]+)$/.exec(each) ?? [];
      if (each === 'wait') await sleep(1_000);
      socket.write(give === undefined ? `${each} by ${from}\n` : Buffer.alloc(Number(give), 'x'));
    }
  });
  socket.on('end', () => {
    say({ from, what: 'end' });
    socket.end('bye\n');
  });
  socket.on('error', (error: NodeJS.ErrnoException) => say({ from, what: error.code }));
});
server.listen(8_080, '::', () => process.stdout.write('ready\n'));
