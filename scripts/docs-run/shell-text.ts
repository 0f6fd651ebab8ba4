/** What a shell makes of a piece of text, as far as finding commands on a page takes it. */
export type ShellText = Readonly<{
  /** The text without a comment at its end. */
  command: string;
  /** Whether the command goes on in the next line: an open quote, or an end that asks for more. */
  isOpen: boolean;
}>;

const ASKS_FOR_MORE = /(?:\\|\||&&|\bdo|\bthen)$/;

/** Reads quotes and comments as sh does; here-documents and `case` are not known. */
export function readShellText(text: string): ShellText {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '#' && (at === 0 || /\s/.test(text.charAt(at - 1)))) {
      const end = text.indexOf('\n', at);
      const rest = end === -1 ? '' : text.slice(end);
      return readShellText(text.slice(0, at).trimEnd() + rest);
    }
  }
  const command = text.trimEnd();
  return { command, isOpen: quote !== '' || ASKS_FOR_MORE.test(command) };
}
