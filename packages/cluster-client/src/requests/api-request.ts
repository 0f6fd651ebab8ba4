/** One request to the API server. */
export type ApiRequest = Readonly<{
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the address of the server, without a query. */
  path: string;
  query?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a text. */
  body?: unknown;
  contentType?: string;
  signal?: AbortSignal | undefined;
}>;

/** An answer that is read to its end. */
export type ApiAnswer = Readonly<{
  status: number;
  text: string;
  /** What the server warns of, such as fields that it does not know. */
  warnings: readonly string[];
}>;
