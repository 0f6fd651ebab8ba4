/** What goes into an archive: a folder, a file with its bytes, a symbolic link, or a character device. */
export type ArchiveEntry = Readonly<{ path: string }> &
  (
    | Readonly<{ kind: 'folder' }>
    | Readonly<{ kind: 'file'; content: Uint8Array; executable: boolean }>
    | Readonly<{ kind: 'link'; to: string }>
    | Readonly<{ kind: 'device'; major: number; minor: number }>
  );

/** Bits of a mode, as stat(2) has them. */
const MODES = { folder: 0o040755, executable: 0o100755, file: 0o100644, link: 0o120777, device: 0o020600 };

/** The name of the entry that ends an archive. */
const TRAILER = 'TRAILER!!!';

/**
 * Packs entries as a cpio archive of the `newc` kind, the one the Linux kernel unpacks as its initramfs
 * (Documentation/driver-api/early-userspace/buffer-format.rst). Folders have to come before what is in them.
 */
export function cpioArchive(entries: readonly ArchiveEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [index, entry] of entries.entries()) parts.push(...packEntry(entry, index + 1));
  parts.push(...packHeader(TRAILER, { inode: 0, mode: 0, size: 0, links: 1, major: 0, minor: 0 }));
  return Buffer.concat(parts);
}

function packEntry(entry: ArchiveEntry, inode: number): Uint8Array[] {
  const content = contentOf(entry);
  const header = packHeader(entry.path, {
    inode,
    mode: modeOf(entry),
    size: content.length,
    links: entry.kind === 'folder' ? 2 : 1,
    major: entry.kind === 'device' ? entry.major : 0,
    minor: entry.kind === 'device' ? entry.minor : 0,
  });
  return [...header, content, padding(content.length)];
}

function contentOf(entry: ArchiveEntry): Uint8Array {
  if (entry.kind === 'file') return entry.content;
  return entry.kind === 'link' ? Buffer.from(entry.to) : new Uint8Array();
}

function modeOf(entry: ArchiveEntry): number {
  if (entry.kind === 'file') return entry.executable ? MODES.executable : MODES.file;
  return MODES[entry.kind];
}

type Header = Readonly<{
  inode: number;
  mode: number;
  size: number;
  links: number;
  major: number;
  minor: number;
}>;

/** Magic and 13 numbers of 8 hexadecimal digits, then the name with a zero, up to a multiple of 4 bytes. */
function packHeader(path: string, header: Header): Uint8Array[] {
  const name = Buffer.from(`${path}\0`);
  const { inode, mode, size, links, major, minor } = header;
  const numbers = [inode, mode, 0, 0, links, 0, size, 0, 0, major, minor, name.length, 0];
  const magic = Buffer.from(
    `070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}`,
  );
  return [magic, name, padding(magic.length + name.length)];
}

function padding(length: number): Uint8Array {
  return new Uint8Array((4 - (length % 4)) % 4);
}
