import { pause } from '../../../../pause.ts';
import type { Fate } from '../../fate.ts';
import type { RequestFacts } from '../../matching/matches.ts';
import { pathOf } from '../../matching/path-pattern.ts';
import type { Failure } from '../../spec.ts';
import type { RelayOptions } from '../relay-options.ts';
import { close, pump, reset, send, slowly, type ByteReader, type Send, type Wire } from '../wire.ts';
import { answerBytes } from './answer.ts';
import type { Body } from './body.ts';
import { Exchanges, type Exchange } from './exchanges.ts';
import { requestBody, responseBody } from './framing.ts';
import { isLast, parseRequestLine, parseStatusLine, valuesOf, wordsOf, type Head } from './head.ts';
import { readHead, type HeadRead } from './read-head.ts';

const REQUEST_LINE = {
  parse: parseRequestLine,
  mayBecome: /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{0,32}(?: [!-~\u0080-\u00ff]*(?: H?T?T?P?\/?1?\.?[01]?)?)?$/,
};
const STATUS_LINE = {
  parse: parseStatusLine,
  mayBecome: /^(?:H|HT|HTT|HTTP|HTTP\/|HTTP\/1|HTTP\/1\.|HTTP\/1\.[01].*)?$/,
};

type RequestRead = Extract<HeadRead<ReturnType<typeof parseRequestLine>>, { is: 'head' }>;

/** How a request was dealt with: the next can be read, the rest passes unread, or no more is passed on. */
type Dealt = 'next' | 'tunnel' | 'over';

/**
 * Passes HTTP/1 on byte by byte as it came, both ways, and looks at nothing but where each message begins and ends; only
 * requests that are to be hit are held back or answered here. What can't be read passes as it is.
 */
export class Http1Relay {
  readonly #client: Wire;
  readonly #server: Wire;
  readonly #fromClient: ByteReader;
  readonly #fromServer: ByteReader;
  readonly #options: RelayOptions;
  readonly #exchanges = new Exchanges();
  readonly #over = new AbortController();
  #isReading = false;
  #isTunnel = false;
  #isFinishing = false;

  constructor(
    sides: Readonly<{ client: Wire; server: Wire; fromClient: ByteReader; fromServer: ByteReader }>,
    options: RelayOptions,
  ) {
    this.#client = sides.client;
    this.#server = sides.server;
    this.#fromClient = sides.fromClient;
    this.#fromServer = sides.fromServer;
    this.#options = options;
    for (const side of [this.#client, this.#server]) side.once('close', () => this.#over.abort());
  }

  /** Passes on until both sides are done. Never rejects: where one side breaks, the other is reset. */
  async run(): Promise<void> {
    const stop = (): void => {
      reset(this.#client);
      reset(this.#server);
      this.#exchanges.end();
    };
    await Promise.all([this.#requests().catch(stop), this.#answers().catch(stop)]);
    close(this.#client);
    close(this.#server);
  }

  /** Closes the connection once what is in flight is answered. */
  finish(): void {
    this.#isFinishing = true;
    this.#closeIfIdle();
  }

  async #requests(): Promise<void> {
    for (;;) {
      await this.#exchanges.room();
      const read = await readHead(this.#fromClient, REQUEST_LINE);
      if (read.is === 'end') break;
      this.#isReading = true;
      const dealt = read.is === 'unreadable' || this.#isTunnel ? this.#pass(read) : this.#request(read);
      const how = await dealt;
      this.#isReading = false;
      if (how === 'tunnel') return pump(this.#fromClient, this.#server);
      if (how === 'over') return this.#dropRest();
      this.#closeIfIdle();
    }
    this.#server.end();
  }

  async #pass(read: HeadRead<unknown>): Promise<Dealt> {
    this.#becomeTunnel(read.is === 'unreadable');
    if (read.is === 'head') await send(this.#server, read.bytes);
    return 'tunnel';
  }

  async #request({ head, bytes, start }: RequestRead): Promise<Dealt> {
    const body = requestBody(head);
    if (start === undefined || body === undefined) {
      this.#becomeTunnel(true);
      await send(this.#server, bytes);
      return 'tunnel';
    }
    const { method, target, minor } = start;
    const facts: RequestFacts = { method, path: pathOf(target), header: (name) => valuesOf(head, name) };
    const fate = this.#options.judge(facts);
    await pause(fate.delayMs, this.#options.calm, this.#over.signal);
    const { failure } = fate;
    if (failure?.do === 'reset') throw new Error('the connection is reset, as was asked for');
    if (failure !== undefined) return this.#fail(failure, { head, body, method, minor });
    return this.#passRequest({ head, bytes, method, body }, fate);
  }

  async #passRequest(
    { head, bytes, method, body }: Readonly<{ head: Head; bytes: Buffer; method: string; body: Body }>,
    { bytesPerSecond }: Fate,
  ): Promise<Dealt> {
    const answered = this.#exchanges.add({ method, bytesPerSecond });
    await send(this.#server, bytes);
    await relayBody(this.#fromClient, body, (piece) => send(this.#server, piece));
    if (body.isBroken()) {
      this.#becomeTunnel(true);
      return 'tunnel';
    }
    // Only the answer says of which protocol the next bytes are.
    const mayChange = method === 'CONNECT' || wordsOf(head, 'upgrade').length > 0;
    return mayChange ? answered : 'next';
  }

  async #fail(
    failure: Exclude<Failure, { do: 'reset' }>,
    { head, body, method, minor }: Readonly<{ head: Head; body: Body; method: string; minor: 0 | 1 }>,
  ): Promise<Dealt> {
    const answer = failure.do === 'answer' ? failure : GRPC_OVER_HTTP1;
    // Who waits to be told to send a body may send it or not: nobody knows where the next request begins.
    const last = isLast(head, minor) || wordsOf(head, 'expect').length > 0;
    const given = { bytes: answerBytes(answer, { method, isLast: last }), isLast: last };
    void this.#exchanges.add({ method, given });
    if (last) return 'over';
    await relayBody(this.#fromClient, body, () => Promise.resolve());
    return body.isBroken() ? 'over' : 'next';
  }

  async #answers(): Promise<void> {
    for (;;) {
      const exchange = this.#exchanges.first();
      if (exchange === undefined) {
        if (this.#fromServer.isOver()) break;
        if (this.#fromServer.peek() !== undefined) return this.#passAnswers();
        await Promise.race([this.#exchanges.changed(), this.#fromServer.ready()]);
        continue;
      }
      const how = await this.#answer(exchange);
      exchange.answered(how);
      if (how === 'tunnel') return pump(this.#fromServer, this.#client);
      if (how === 'over') {
        if (exchange.given !== undefined) close(this.#client);
        break;
      }
      this.#closeIfIdle();
    }
    if (!this.#client.writableEnded) this.#client.end();
    this.#exchanges.end();
  }

  /** The program says something that nobody asked for: a last word before it closes, or another protocol. */
  async #passAnswers(): Promise<void> {
    this.#becomeTunnel(false);
    return pump(this.#fromServer, this.#client);
  }

  async #answer({ given, method, bytesPerSecond }: Exchange): Promise<Dealt> {
    if (given !== undefined) {
      await send(this.#client, given.bytes);
      return given.isLast ? 'over' : 'next';
    }
    for (;;) {
      const read = await readHead(this.#fromServer, STATUS_LINE);
      if (read.is === 'end') return 'over';
      const status = read.is === 'head' ? read.start.status : 0;
      const body = read.is === 'head' ? responseBody(read.head, method, status) : undefined;
      if (read.is === 'unreadable' || body === undefined) {
        this.#becomeTunnel(true);
        if (read.is === 'head') await send(this.#client, read.bytes);
        return 'tunnel';
      }
      await send(this.#client, read.bytes);
      if (status === 101 || (method === 'CONNECT' && status < 300 && status >= 200)) {
        this.#becomeTunnel(false);
        return 'tunnel';
      }
      if (status < 200) continue;
      return this.#answerBody(body, bytesPerSecond);
    }
  }

  async #answerBody(body: Body, bytesPerSecond: number | undefined): Promise<Dealt> {
    const write: Send = bytesPerSecond === undefined ? send : slowly(bytesPerSecond, this.#options.calm);
    const isEnd = await relayBody(this.#fromServer, body, (piece) => write(this.#client, piece));
    if (body.isBroken()) {
      this.#becomeTunnel(true);
      return 'tunnel';
    }
    return isEnd ? 'over' : 'next';
  }

  /** Takes and forgets what comes, so that the other end is not reset before it has read its answer. */
  async #dropRest(): Promise<void> {
    this.#server.end();
    while ((await this.#fromClient.read()) !== undefined);
  }

  #becomeTunnel(isUnread: boolean): void {
    if (isUnread && !this.#isTunnel) this.#options.tally.unread++;
    this.#isTunnel = true;
  }

  #closeIfIdle(): void {
    if (!this.#isFinishing || this.#isReading || this.#isTunnel || this.#exchanges.length > 0) return;
    close(this.#client);
    close(this.#server);
  }
}

/** What a caller gets where gRPC is to fail and this is no HTTP/2; no such request is ever taken for a call. */
const GRPC_OVER_HTTP1: Extract<Failure, { do: 'answer' }> = {
  do: 'answer',
  code: 503,
  headers: [],
  body: '',
};

/** Reads a body to its end and has each piece written; says whether the connection ended before. */
async function relayBody(
  reader: ByteReader,
  body: Body,
  write: (piece: Buffer) => Promise<void>,
): Promise<boolean> {
  while (!body.isDone() && !body.isBroken()) {
    const bytes = await reader.read();
    if (bytes === undefined) return true;
    const taken = body.take(bytes);
    reader.unread(bytes.subarray(taken));
    await write(bytes.subarray(0, taken));
  }
  return false;
}
