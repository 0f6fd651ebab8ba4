import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { KINDS } from '../kinds/index.ts';
import type { Toxic } from '../kinds/toxic.ts';
import { MAX_UNSENT_BYTES } from '../limits.ts';
import type { Random } from '../random.ts';
import type { Inbox } from './inbox.ts';
import type { Ledger } from './ledger.ts';
import type { Ending, Outlet } from '../stages/outlet.ts';
import type { Reason, Stage, StageContext } from '../stages/stage.ts';

/** How many bytes came in and went out in one direction of a proxy, of all its connections. */
export type Totals = { receivedBytes: number; sentBytes: number };

/** What links share. */
export type LinkContext = Readonly<{
  clock: Clock;
  random: Random;
  ledger: Ledger;
  totals: Totals;
  /** Ends the connection with a TCP reset on both sides. */
  reset: () => void;
  /** Ends one side of it, once what was written has left. */
  cut: (sink: Socket) => void;
  /** A toxic has done something to what passes here; told once of each. */
  onActed?: ((toxic: Toxic) => void) | undefined;
}>;

/** A toxic in this link: the draw that says for which toxicity it is at work, and the stage while it is. */
type Place = { readonly toxic: Toxic; readonly draw: number; stage: Stage | undefined; hasActed: boolean };

/**
 * One direction of a connection: bytes from one socket through the stages of toxics, in the order in which those were added, to
 * the other. No more is read than there is room for, and a writer that has ended is not the end of the other direction.
 */
export class Link implements Outlet {
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #context: LinkContext;
  readonly #stageContext: Omit<StageContext, 'acted'>;
  readonly #places: Place[] = [];
  #stages: readonly Stage[] = [];
  #head: Outlet = this;
  #heldBytes = 0;
  #isPaused = false;
  #readAtMs = -Infinity;
  /** How it ended: what has come in, and what has gone out. */
  #cameIn: Ending | undefined;
  #wentOut: Ending | undefined;
  #isAbandoned = false;

  constructor(source: Socket, sink: Socket, context: LinkContext, toxics: readonly Toxic[]) {
    this.#source = source;
    this.#sink = sink;
    this.#context = context;
    const { clock, random, reset, ledger } = context;
    this.#stageContext = {
      clock,
      random,
      reset,
      held: (bytes) => {
        this.#heldBytes += bytes;
        ledger.heldBytes += bytes;
        if (bytes < 0) this.#resumeIfRoom();
      },
    };
    for (const toxic of toxics) this.add(toxic);
  }

  /** Begins to read. */
  start(): void {
    const source = this.#source;
    source.on('data', (data: Buffer) => this.#read(data));
    source.on('end', () => this.#comeIn('half'));
    this.#sink.on('drain', () => this.#resumeIfRoom());
    source.resume();
  }

  /** Takes what the source has read into memory that is used again. */
  takeIn(inbox: Inbox, length: number): void {
    const data = inbox.read(length);
    const sink = this.#sink;
    // Stages hold what they are given, and what waits behind other bytes is held by the sink.
    if (this.#head !== this || (sink.writableLength > 0 && inbox.isLittle(length))) {
      this.#read(Buffer.from(data));
      inbox.reuse(length);
      return;
    }
    this.#read(data);
    if (sink.writableLength > 0 && !this.isOver) inbox.lend(length, sink);
    else inbox.reuse(length);
  }

  /** Whether all that came in has gone out, and the end too. */
  get isOver(): boolean {
    return this.#wentOut !== undefined || this.#isAbandoned;
  }

  /** When something came in last, by its clock; `-Infinity` where nothing has. */
  get readAtMs(): number {
    return this.#readAtMs;
  }

  /** Puts a toxic behind those that are there. */
  add(toxic: Toxic): void {
    const place: Place = { toxic, draw: this.#context.random(), stage: undefined, hasActed: false };
    this.#places.push(place);
    if (place.draw < toxic.toxicity) this.#putIn(place);
  }

  /** A toxic has got other attributes or another toxicity. */
  change(toxic: Toxic): void {
    const place = this.#places.find((each) => each.toxic === toxic);
    if (place === undefined) return;
    const isMeant = place.draw < toxic.toxicity;
    if (place.stage === undefined && isMeant) this.#putIn(place);
    else if (place.stage !== undefined && !isMeant) this.#takeOut(place, 'spared');
    else place.stage?.changed();
  }

  /** Takes a toxic out; what it holds goes on before whatever comes in from now on. */
  remove(toxic: Toxic): void {
    const index = this.#places.findIndex((each) => each.toxic === toxic);
    const [place] = index < 0 ? [] : this.#places.splice(index, 1);
    if (place !== undefined) this.#takeOut(place, 'removed');
  }

  /** The source is gone for good: what is on its way still goes out, then the connection is over. */
  cut(): void {
    this.#comeIn('cut');
  }

  /** The sink is gone: nothing goes out any more. */
  abandon(): void {
    this.#isAbandoned = true;
    for (const stage of this.#stages) stage.abandon();
    this.#resumeIfRoom();
  }

  /** What comes out of the last stage. */
  take(data: Buffer): void {
    if (this.#wentOut !== undefined || this.#isAbandoned) return;
    this.#context.totals.sentBytes += data.length;
    this.#sink.write(data);
  }

  /** The end, behind the last stage. */
  end(ending: Ending): void {
    if (this.#wentOut === 'cut' || this.#wentOut === ending || this.#isAbandoned) return;
    this.#wentOut = ending;
    if (ending === 'half') this.#sink.end();
    else this.#context.cut(this.#sink);
    // What comes now has nowhere to go, but the other side's end has to be seen.
    this.#resumeIfRoom();
  }

  #read(data: Buffer): void {
    this.#context.totals.receivedBytes += data.length;
    this.#readAtMs = this.#context.clock.now();
    if (this.#head === this) this.take(data);
    else this.#head.take(data, this.#readAtMs);
    if (!this.#hasRoom()) {
      this.#isPaused = true;
      this.#source.pause();
    }
  }

  #comeIn(ending: Ending): void {
    if (this.#cameIn === ending || this.#cameIn === 'cut') return;
    this.#cameIn = ending;
    this.#head.end(ending);
  }

  #hasRoom(): boolean {
    if (this.isOver) return true;
    if (this.#sink.writableLength >= MAX_UNSENT_BYTES) return false;
    if (this.#heldBytes === 0) return true;
    return !this.#context.ledger.isFull && !this.#stages.some((stage) => stage.isFull);
  }

  #resumeIfRoom(): void {
    if (!this.#isPaused || !this.#hasRoom()) return;
    this.#isPaused = false;
    this.#source.resume();
  }

  #putIn(place: Place): void {
    const index = this.#places.indexOf(place);
    const before = this.#places.slice(0, index).findLast(({ stage }) => stage !== undefined)?.stage;
    const kind = KINDS[place.toxic.type];
    if (kind === undefined) return;
    const stage = kind.createStage(
      before?.next ?? this.#head,
      { ...this.#stageContext, acted: () => this.#acted(place) },
      () => place.toxic.attributes,
    );
    place.stage = stage;
    if (before === undefined) this.#head = stage;
    else before.next = stage;
    this.#list();
    // Where the end has gone past already there is nothing left for it to do.
    if (this.isOver || (before === undefined ? this.#cameIn !== undefined : before.isOver)) stage.abandon();
  }

  #takeOut(place: Place, reason: Reason): void {
    const { stage } = place;
    if (stage === undefined) return;
    stage.release(reason);
    place.stage = undefined;
    const before = this.#stages[this.#stages.indexOf(stage) - 1];
    if (before === undefined) this.#head = stage.next;
    else before.next = stage.next;
    this.#list();
    this.#resumeIfRoom();
  }

  #acted(place: Place): void {
    if (place.hasActed) return;
    place.hasActed = true;
    this.#context.onActed?.(place.toxic);
  }

  #list(): void {
    this.#stages = this.#places.flatMap(({ stage }) => stage ?? []);
  }
}
