import type { Epidemic, EpidemicEvent } from '@pod-contagion/epidemic';
import { MAX_EVENTS } from '../limits.ts';
import { describeEvent } from './event-text.ts';
import type { Terminal } from './find-terminal.ts';
import { renderFrame, type Panel, type View, type Words } from './frame.ts';
import { glyphsFor } from './glyphs.ts';
import { createHistory } from './history.ts';
import { listenToKeys, type KeyTable } from './keys.ts';
import { openScreen, type Screen } from './screen.ts';
import { createPaint, wantsColours } from './style.ts';

/** What a picture is of, and what its keys do. */
export type PictureOptions<Key extends string> = Readonly<{
  terminal: Terminal;
  /** The epidemic and the time as they are now, and the words beside it: asked for each frame. */
  epidemic: () => Epidemic;
  nowMs: () => number;
  words: () => Words;
  keys: KeyTable<Key | Panel>;
  onKey: (key: Key) => void;
  /** Shortest time between two frames, in milliseconds. */
  frameIntervalMs: number;
}>;

/** An epidemic on a screen of its own. */
export type Picture = Readonly<{
  readonly isOpen: boolean;
  open: () => void;
  /** Adds the counts of now to the curve. */
  addPoint: () => void;
  /** Puts something on the list of events, at the time that it is. */
  tell: (text: string) => void;
  tellOf: (event: EpidemicEvent) => void;
  /** Shows what was last done or went wrong. */
  notice: (text: string) => void;
  drawSoon: () => void;
  /** The frame as it is, with other words; no lines where it is not open. */
  render: (words: Words) => readonly string[];
  /** Gives the terminal back. May be called again. */
  close: () => void;
}>;

const WITHOUT_KEYS = ['Ctrl-C quits'];

/** Makes a picture, which takes the terminal only when it is opened. */
export function createPicture<Key extends string>(options: PictureOptions<Key>): Picture {
  const { terminal, epidemic, nowMs, keys, onKey, frameIntervalMs } = options;
  const { output, input, env } = terminal;
  const paint = createPaint(wantsColours(env), glyphsFor(env));
  const history = createHistory();
  const events: { atMs: number; text: string }[] = [];
  let screen: Screen | undefined;
  let notice = '';
  let panel: Panel | undefined;
  let frame: NodeJS.Timeout | undefined;
  let stopKeys = (): void => undefined;

  function view(words: Words): View {
    return { ...words, epidemic: epidemic(), points: history.points, events, notice, panel };
  }

  function draw(): void {
    frame = undefined;
    const words = options.words();
    const known = input === undefined ? { ...words, hints: WITHOUT_KEYS } : words;
    screen?.draw(renderFrame(view(known), screen.size(), paint));
  }

  function drawSoon(): void {
    if (screen !== undefined) frame ??= setTimeout(draw, frameIntervalMs);
  }

  function tell(text: string): void {
    events.push({ atMs: nowMs(), text });
    if (events.length > MAX_EVENTS) events.splice(0, events.length - MAX_EVENTS);
  }

  function press(key: Key | Panel): void {
    if (isPanel(key)) panel = panel === key ? undefined : key;
    else onKey(key);
    drawSoon();
  }

  return {
    get isOpen() {
      return screen !== undefined;
    },
    open() {
      screen = openScreen({ output, onResize: drawSoon });
      if (input !== undefined) stopKeys = listenToKeys(input, keys, press);
      draw();
    },
    addPoint: () => history.add(nowMs(), epidemic().counts),
    tell,
    tellOf(event) {
      const text = describeEvent(event);
      if (text !== undefined) tell(text);
    },
    notice(text) {
      notice = text;
      drawSoon();
    },
    drawSoon,
    render(words) {
      if (screen === undefined) return [];
      return renderFrame({ ...view(words), panel: undefined }, screen.size(), paint);
    },
    close() {
      clearTimeout(frame);
      stopKeys();
      stopKeys = () => undefined;
      screen?.close();
      screen = undefined;
    },
  };
}

function isPanel(key: string): key is Panel {
  return key === 'help' || key === 'commands';
}
