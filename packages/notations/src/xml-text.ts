/** What XML 1.0 can't hold at all, not even as a reference: most control characters, halves of pairs and two others. */
const UNSPEAKABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Text for an element or an attribute of XML. What XML can't hold becomes U+FFFD. */
export function xmlText(text: string): string {
  return text
    .replaceAll(UNSPEAKABLE, '\u{FFFD}')
    .replaceAll(/[&<>"\r]/g, (character) => REFERENCES[character] ?? character);
}
