import {
  createObservatoryApp,
  readPageFiles,
  type Feed,
  type Game,
} from '@pod-contagion/observatory/serving';
import type { Test } from 'tap';

const TOKEN = '0123456789abcdef0123456789abcdef';

/** A game that does nothing but note what it is told to do. */
export type ServedGame = Readonly<{
  /** With the token. */
  url: string;
  token: string;
  /** What was ordered, and every request that is not only asked. */
  ordered: string[];
  written: string[];
}>;

/** Serves a page of a feed with such a game on a namespace; `shoot` may answer in its place. */
export async function serveGame(
  t: Test,
  folder: string,
  feed: Feed,
  { namespace = 'default', ...other }: Partial<Pick<Game, 'shoot'>> & Readonly<{ namespace?: string }> = {},
): Promise<ServedGame> {
  const ordered: string[] = [];
  const done = (what: string): { status: 200; body: { message: string } } => {
    ordered.push(what);
    return { status: 200, body: { message: what } };
  };
  const game: Game = {
    token: TOKEN,
    rules: () => ({ namespace, selector: '', shotsPerMinute: 20, maxShots: 200, shots: 0, isOpen: false }),
    begin: async (typed) => done(`begin ${typed}`),
    shoot: async (pod) => {
      const answer = done(`shoot ${pod.name}`);
      return (await other.shoot?.(pod)) ?? answer;
    },
    end: async () => done('end'),
  };
  const app = createObservatoryApp({ feed, page: await readPageFiles(folder), game });
  t.teardown(async () => {
    await app.close();
    await feed.close();
  });
  const written: string[] = [];
  app.addHook('onRequest', ({ method, url }, _reply, next) => {
    if (method !== 'GET') written.push(`${method} ${url}`);
    next();
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${address}/#token=${TOKEN}`, token: TOKEN, ordered, written };
}
