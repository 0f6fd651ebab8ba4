/** An event of the toolkit as the fields of a JSON line, whose own `event` says of which kind the line is. */
export function eventFields({ event, ...fields }: Readonly<{ event: string }>): object {
  return { what: event, ...fields };
}
