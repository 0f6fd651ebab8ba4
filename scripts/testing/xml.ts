import { JSDOM, type XmlDocument, type XmlElement } from 'jsdom';

/** Parses XML as a browser does; throws where it is none. */
export function parseXml(text: string): XmlDocument {
  return new JSDOM(text, { contentType: 'application/xml' }).window.document;
}

/** The elements that a selector finds. */
export function elementsOf(within: XmlElement, selector: string): XmlElement[] {
  return [...within.querySelectorAll(selector)];
}
