/**
 * What makes a test file need a process of its own: it starts programs, looks at this process or changes it, or may be
 * skipped, which is looked up by file.
 */
const NEEDS_PROCESS = [
  /node:(?:child_process|worker_threads)/,
  /testing\/(?:app-command|free-port|kubectl|light-shell|needs|old-node|page-program|processor-time|program|service)\.ts/,
  /\bstartCluster\b/,
  /\bprocess\.(?:chdir|cpuUsage|emit|env|exit|exitCode|kill|memoryUsage|on|once|stderr|stdout|umask)\b/,
  /\bglobalThis\b/,
  /\bskip:/,
  /^t\.setTimeout/m,
];

/** The most files in one group, so that groups end at about the same time. */
const MAX_FILES = 15;

/** A test file by its path in the repository, and what it says. */
export type TestFile = Readonly<{ path: string; text: string }>;

/** Files that share a process. */
export type Group = Readonly<{ name: string; files: readonly string[] }>;

/** The test files of each workspace that can share a process, in groups; what is left runs alone. */
export function groupFiles(
  files: readonly TestFile[],
): Readonly<{ groups: readonly Group[]; alone: readonly string[] }> {
  const needsProcess = ({ text }: TestFile) => NEEDS_PROCESS.some((rule) => rule.test(text));
  const sharing = files.filter((file) => !needsProcess(file)).map(({ path }) => path);
  const byWorkspace = Map.groupBy(sharing, (path) => path.split('/').slice(0, 2).join('-'));
  return {
    groups: [...byWorkspace].flatMap(([workspace, paths]) =>
      evenly(paths).map((members, index) => ({ name: `${workspace}-${index + 1}`, files: members })),
    ),
    alone: files.filter(needsProcess).map(({ path }) => path),
  };
}

function evenly(paths: readonly string[]): string[][] {
  const groups = Math.ceil(paths.length / MAX_FILES);
  return Array.from({ length: groups }, (_, group) =>
    paths.filter((_path, index) => index % groups === group),
  );
}
