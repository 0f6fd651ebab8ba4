/** What an image name stands for: a program with its first arguments, as ENTRYPOINT of a real image, and variables. */
export type Image = Readonly<{ command: readonly string[]; env?: Readonly<Record<string, string>> }>;
