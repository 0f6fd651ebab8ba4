/** What the tests use of jsdom: types of its own would bring those of a browser into everything. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(text: string, options?: { contentType?: string });
    readonly window: { readonly document: XmlDocument };
  }
  export type XmlElement = Readonly<{
    tagName: string;
    textContent: string;
    getAttribute: (name: string) => string | null;
    querySelectorAll: (selector: string) => Iterable<XmlElement>;
  }>;
  export type XmlDocument = XmlElement & Readonly<{ documentElement: XmlElement }>;
}
