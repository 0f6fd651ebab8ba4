// A web server in a network namespace: says what it was asked, and by whom; `/wait` after a second.
import { createServer } from 'node:http';

const server = createServer((asked, answer) => {
  const say = (): void => void answer.end(`${asked.method} ${asked.url} by ${asked.socket.remoteAddress}`);
  if (asked.url === '/wait') setTimeout(say, 1_000);
  else say();
});
server.keepAliveTimeout = 60_000;
server.listen(8_080, '::', () => process.stdout.write('ready\n'));
