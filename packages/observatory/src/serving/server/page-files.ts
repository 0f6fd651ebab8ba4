import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { ObservatoryError } from '../../errors.ts';

/** How a file is sent: as it is, or smaller. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** A file of the page in memory, whole and compressed. */
export type PageFile = Readonly<{
  type: string;
  /** Strong; another one for each encoding would be more correct, but it is the same page. */
  etag: string;
  /** Whether its name tells its content, so that it never changes. */
  isImmutable: boolean;
  /** The best there is by now of those that somebody takes. */
  best: (accepted: string) => readonly [Encoding, Buffer];
}>;

/** Files of the page by their names. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What a built page has; the source of it lies in a folder of the same name. */
const BUILT = 'page.js';

/**
 * Where the built page is: beside a bundle, or in `dist` of the repository.
 * @throws {ObservatoryError} OBSERVATORY_PAGE
 */
export function findPageFolder(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const found = [join(folder, 'page'), join(folder, 'dist', 'page')].find((each) =>
      existsSync(join(each, BUILT)),
    );
    if (found !== undefined) return found;
    if (folder === dirname(folder)) break;
  }
  throw new ObservatoryError(
    'OBSERVATORY_PAGE',
    `expected the built page above ${from}, got none: npm run prepare builds it`,
  );
}

/** Reads the page into memory. It is compressed when somebody first asks for it, as a start has better to do. */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const names = (await readdir(folder)).filter((name) => TYPES[extname(name)] !== undefined);
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, pageFile(name, await readFile(join(folder, name)))] as const),
    ),
  );
}

function pageFile(name: string, whole: Buffer): PageFile {
  const smaller = new Map<Encoding, Buffer>();
  let isBegun = false;
  const compress = async (): Promise<void> => {
    smaller.set('gzip', await promisify(gzip)(whole, { level: 9 }));
    smaller.set('br', await promisify(brotliCompress)(whole));
  };
  return {
    type: TYPES[extname(name)] ?? '',
    etag: `"${createHash('sha256').update(whole).digest('base64url').slice(0, 22)}"`,
    isImmutable: name.startsWith('part-'),
    best(accepted) {
      if (!isBegun) {
        isBegun = true;
        // Where that fails it is sent as it is.
        compress().catch(() => undefined);
      }
      for (const encoding of ['br', 'gzip'] as const) {
        const found = smaller.get(encoding);
        if (found !== undefined && accepts(accepted, encoding)) return [encoding, found];
      }
      return ['identity', whole];
    },
  };
}

/** Whether `accept-encoding` has one, with a weight above nothing. */
export function accepts(accepted: string, encoding: Encoding): boolean {
  return accepted.split(',').some((each) => {
    const [name = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((part) => /^q=0(\.0*)?$/.test(part));
  });
}
