import { describeError } from '@pod-contagion/errors';
import type * as PlotModule from '@observablehq/plot';
import { SimulatorError } from '../errors.ts';

/** What is used of an element of SVG. */
export type SvgElement = {
  setAttribute: (name: string, value: string) => void;
  querySelector: (selector: string) => { remove: () => void } | null;
};

/** What draws: Observable Plot, a document in which it makes its elements, and how they become text. */
export type Drawing = Readonly<{
  Plot: typeof PlotModule;
  document: object;
  serialize: (element: SvgElement) => string;
}>;

/**
 * Loads what draws in plain Node.js: both packages are optional, and take a second to load.
 *
 * @throws {SimulatorError} SIMULATOR_PLOT where one of them is not installed.
 */
export async function loadDrawing(): Promise<Drawing> {
  try {
    const [Plot, { JSDOM }] = await Promise.all([import('@observablehq/plot'), import('jsdom')]);
    const { document, XMLSerializer } = new JSDOM().window;
    const serializer = new XMLSerializer();
    return { Plot, document, serialize: (element) => serializer.serializeToString(element) };
  } catch (error) {
    const message = `expected what draws to be installed, by npm install @observablehq/plot jsdom: ${describeError(error)}`;
    throw new SimulatorError('SIMULATOR_PLOT', message, { cause: error });
  }
}
