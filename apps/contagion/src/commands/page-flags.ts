import { switchFlag, textFlag, type Flag } from '@pod-contagion/command-line';

/** What every command that serves the page can be told of it. */
export type PageFlags = Readonly<{ open: boolean; record: string | undefined }>;

/** The flags of the page. */
export const PAGE_FLAGS: { readonly [Name in keyof PageFlags]: Flag<PageFlags[Name]> } = {
  open: switchFlag('Opens the page in a browser.'),
  record: textFlag(
    'file',
    'the path of a file that is not there yet',
    'Where what happens is recorded, to be replayed by observe --replay; a name that ends in .gz is compressed.',
  ),
};
