/** What is used of jsdom: types of its own would bring those of a browser into everything. */
declare module 'jsdom' {
  export class JSDOM {
    readonly window: {
      readonly document: object;
      readonly XMLSerializer: new () => { serializeToString: (element: object) => string };
    };
  }
}
