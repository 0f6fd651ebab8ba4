/** The texts of `Warning: 299 - "..."` headers. */
export function warningsOf(header: string | string[] | undefined): readonly string[] {
  const texts = Array.isArray(header) ? header.join(', ') : (header ?? '');
  return [...texts.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, warning = '']) =>
    warning.replaceAll(/\\(.)/g, '$1'),
  );
}
