/** Every line that --json writes: `event`, when, and its fields besides `time` and `event`. The docs' table is made from this. */
export const LINE_KINDS = {
  cluster: {
    meaning: 'where a command acts, before it changes anything',
    fields: "`context` (none for a pod's own account), `server`, `namespaces` (`all` or a list)",
  },
  target: {
    meaning: 'a pod that is hit, or would be with --dry-run',
    fields:
      '`pod`, `node`, `owner`, `ready`; `dryRun`; `refused` (`code`, `message`) where the run would refuse it',
  },
  'passed-over': { meaning: 'with --dry-run: a pod that is not hit', fields: '`pod`, `why`' },
  selection: {
    meaning: 'with --dry-run: the choice as a whole',
    fields:
      '`fault`, `chosen`, `refused`, `qualifying`, `passedOver` (counts), `lifted` (`pod`, `protection`), `seed`',
  },
  progress: { meaning: 'what happens in a run', fields: '`what`, mostly `pod`, and what belongs to it' },
  flush: {
    meaning: 'with `flush --dry-run`: what would be done',
    fields: '`dryRun`, `node`, `namespace`, `fault`, `durationMs`, `probe`',
  },
  background: {
    meaning: 'with -b: the fault is in place, and its agents end it',
    fields: '`run`, `inPlace` (`pod`, `endsAt`), `failed` (results)',
  },
  report: { meaning: 'the end of a run, with its verdict', fields: 'those of the report' },
  active: {
    meaning: 'a fault that `status` found',
    fields: '`pod`, `run`, `fault`, `state`, and what belongs to it',
  },
  preflight: { meaning: 'the answers of `preflight` and `install`', fields: 'those of the preflight report' },
  planned: {
    meaning: 'of a schedule: whom a run hits, or would',
    fields: '`scheduledRun`, `dryRun`, `wouldHit`, `qualifying`, `passedOver`, `lifted`, `seed`',
  },
  schedule: {
    meaning: 'what a schedule does',
    fields:
      '`what`, and what belongs to it; in a dry run `dryRun: true`, all `kills` are 0, and `wouldBeHit` counts instead',
  },
  reap: {
    meaning: 'what a reaper does, and at its end what it came to',
    fields:
      '`what`, and what belongs to it: `pod`, `end` (`cause`, `container`, `restarts`), `afterMs`; `report`',
  },
  proxy: {
    meaning:
      'what happens to a standing proxy: it listens, a toxic comes or goes, its upstream can not be reached',
    fields: '`what`, and what belongs to it: `proxy`, `listen`, `upstream`, `toxic`, `why`',
  },
  sample: { meaning: 'with `probe --samples`: one request', fields: 'those of a sample' },
  recovery: {
    meaning: 'with `watch`: something left, or is Ready again',
    fields: 'those of the recovery',
  },
  left: {
    meaning: 'after a second signal: what may still be in a pod, or on a node',
    fields: '`pod` or `node`, `run`, `endsAt`, `cleanup` (the command)',
  },
  end: { meaning: 'the command ends; always the last line', fields: '`exitCode`' },
} as const;

/** One of them. */
export type LineKind = keyof typeof LINE_KINDS;
